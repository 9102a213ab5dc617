/// Why a network cannot be certified.
public enum CertificationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The activation is outside the theorems.
  case activation(String)
  /// There is not one radius for each layer.
  case radiusCount(radii: Int, layers: Int)
  /// A radius is negative, NaN or infinite; layers count from 1.
  case radius(layer: Int, value: Double)
  /// Radii by row or by entry have another shape than the layer's weights or biases; layers count from 1.
  case radiusShape(layer: Int, found: [Int], expected: [Int])

  /// The cause in one line.
  public var description: String {
    switch self {
    case .activation(let obstacle): "\(obstacle); the theorems need it non-negative, non-decreasing and 1-Lipschitz"
    case .radiusCount(let radii, let layers): "\(radii) radii for \(layers) layers"
    case .radius(let layer, let value): "the radius of layer \(layer) is \(value), not a finite number ≥ 0"
    case .radiusShape(let layer, let found, let expected):
      "the radii of layer \(layer) have the shape \(found), expected \(expected)"
    }
  }
}
