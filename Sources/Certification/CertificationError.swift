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
  /// The network to compare with has another number of layers.
  case otherLayerCount(found: Int, expected: Int)
  /// A layer of the network to compare with has another shape; layers count from 1.
  case otherShape(layer: Int, name: String, found: [Int], expected: [Int])
  /// The network to compare with has another activation.
  case otherActivation(found: String, expected: String)

  /// The cause in one line.
  public var description: String {
    switch self {
    case .activation(let obstacle): "\(obstacle); the theorems need it non-negative, non-decreasing and 1-Lipschitz"
    case .radiusCount(let radii, let layers): "\(radii) radii for \(layers) layers"
    case .radius(let layer, let value): "the radius of layer \(layer) is \(value), not a finite number ≥ 0"
    case .radiusShape(let layer, let found, let expected):
      "the radii of layer \(layer) have the shape \(found), expected \(expected)"
    case .otherLayerCount(let found, let expected):
      "the network to compare with has \(found) layers, expected \(expected)"
    case .otherShape(let layer, let name, let found, let expected):
      "layer \(layer) (\(name)) of the network to compare with has the shape \(found), expected \(expected)"
    case .otherActivation(let found, let expected):
      "the network to compare with has the activation \(found), expected \(expected)"
    }
  }
}
