import MatrixNorms
import Networks

/// A network and the ball of weights around it: every entry of Wᵏ may move by at most ε_k. What all certificates share is
/// measured once here.
///
/// Hidden layers count as (ℓWᵏ, ℓβᵏ, ℓε_k) with a 1-Lipschitz activation (theory, section 6).
public struct PerturbedNetwork: Sendable {
  /// The network.
  public let network: FeedForwardNetwork
  /// ε_1 … ε_L; 0 leaves a layer out.
  public let radii: [Double]
  /// D, the largest D_ij.
  public let outputPairDistance: Norm
  /// r_k of the layers as they are, rounded up.
  let rowNorms: [Double]

  /// Measures the network.
  ///
  /// - Throws: a wrong number of radii, a radius that is negative or not finite, an activation outside the theorems.
  public init(_ network: FeedForwardNetwork, radii: [Double]) throws(CertificationError) {
    if let obstacle = network.obstacle { throw .activation(obstacle) }
    guard radii.count == network.depth else { throw .radiusCount(radii: radii.count, layers: network.depth) }
    for (k, ε) in radii.enumerated() where !(ε >= 0 && ε.isFinite) { throw .radius(layer: k + 1, value: ε) }
    self.network = network
    self.radii = radii
    outputPairDistance = network.layers[network.depth - 1].weight.outputPairDistance
    rowNorms = network.layers.map { $0.weight.inducedInfinityNorm.upperBound.value }
  }

  /// D_yj of one label y to every class j, rounded up.
  func pairDistances(of y: Int) -> [Double] {
    let last = network.layers[depth - 1].weight
    let enlarge = 1 + 2 * Double(last.columns + 1) * unitRoundOff
    return last.pairDistances(ofRow: y).map { $0 * enlarge }
  }

  /// ℓ, the Lipschitz constant of the activation.
  var lipschitz: Double { network.activation.lipschitzConstant }
  /// L.
  var depth: Int { network.depth }
  /// d_{k−1}, the number of inputs of layer k (counted from 1).
  func inputs(ofLayer k: Int) -> Double { Double(network.layers[k - 1].weight.columns) }
  /// ε_k as a hidden layer counts it, ℓε_k.
  func radius(_ k: Int) -> Double { k < depth ? upperProduct(lipschitz, radii[k - 1]) : radii[k - 1] }
  /// r_k as a hidden layer counts it, ℓr_k.
  func rowNorm(_ k: Int) -> Double { k < depth ? lipschitz * rowNorms[k - 1] : rowNorms[k - 1] }
  /// 2ε_L.
  var lastRadius: Double { 2 * radii[depth - 1] }
}

/// u = 2⁻⁵³.
let unitRoundOff = 0x1p-53

/// The least positive double: a product may lose as much where it underflows.
let underflow = Double.leastNonzeroMagnitude

/// a · b for non-negative numbers, not below the exact product even where it underflows (but for its last bit).
func upperProduct(_ a: Double, _ b: Double) -> Double { a == 0 || b == 0 ? 0 : a * b + underflow }

/// Why a network cannot be certified.
public enum CertificationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The activation is outside the theorems.
  case activation(String)
  /// There is not one radius for each layer.
  case radiusCount(radii: Int, layers: Int)
  /// A radius is negative, NaN or infinite; layers count from 1.
  case radius(layer: Int, value: Double)

  /// The cause in one line.
  public var description: String {
    switch self {
    case .activation(let obstacle): "\(obstacle); the theorems need it non-negative, non-decreasing and 1-Lipschitz"
    case .radiusCount(let radii, let layers): "\(radii) radii for \(layers) layers"
    case .radius(let layer, let value): "the radius of layer \(layer) is \(value), not a finite number ≥ 0"
    }
  }
}
