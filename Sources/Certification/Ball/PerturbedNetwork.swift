import MatrixNorms
import Networks

/// A network and the ball of weights around it: |Ŵᵏ − Wᵏ| ≤ Eᵏ entry by entry, |β̂ᵏ − βᵏ| ≤ bᵏ where biases move too. What all
/// certificates share is measured once here.
///
/// Hidden layers count as (ℓWᵏ, ℓβᵏ, ℓEᵏ) with a 1-Lipschitz activation (theory, section 6).
public struct PerturbedNetwork: Sendable {
  /// The network.
  public let network: FeedForwardNetwork
  /// E¹ … Eᴸ; zero leaves a layer out.
  public let radii: [LayerRadius]
  /// D, the largest D_ij.
  public let outputPairDistance: Norm
  /// r_k of the layers as they are, rounded up.
  let rowNorms: [Double]

  /// Measures the network. O(parameters), and O(classes² · width) for D.
  ///
  /// - Throws: a wrong number of radii, one of another shape than its layer, one that is negative or not finite, an
  ///   activation outside the theorems.
  public init(_ network: FeedForwardNetwork, radii: [LayerRadius]) throws(CertificationError) {
    if let obstacle = network.obstacle { throw .activation(obstacle) }
    guard radii.count == network.depth else { throw .radiusCount(radii: radii.count, layers: network.depth) }
    for (k, radius) in radii.enumerated() { try radius.check(layer: k + 1, network.layers[k]) }
    self.network = network
    self.radii = radii
    outputPairDistance = network.layers[network.depth - 1].weight.outputPairDistance
    rowNorms = network.layers.map { $0.weight.inducedInfinityNorm.upperBound.value }
  }

  /// One ε_k for all weights of each layer, biases fixed.
  public init(_ network: FeedForwardNetwork, radii: [Double]) throws(CertificationError) {
    try self.init(network, radii: radii.map { LayerRadius(weight: .uniform($0)) })
  }

  private init(_ other: PerturbedNetwork, radii: [LayerRadius]) {
    network = other.network
    self.radii = radii
    outputPairDistance = other.outputPairDistance
    rowNorms = other.rowNorms
  }

  /// The ball blown up or shrunk by a factor t ≥ 0. Nothing is measured again.
  public func scaled(by t: Double) -> PerturbedNetwork {
    precondition(t >= 0 && t.isFinite, "a ball is scaled by a finite factor ≥ 0")
    return PerturbedNetwork(self, radii: radii.map { $0.scaled(by: t) })
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
  /// The largest entry of Eᵏ, as a hidden layer counts it.
  func radius(_ k: Int) -> Double { scaledToHidden(radii[k - 1].weight.largest, k) }
  /// The largest entry of bᵏ, as a hidden layer counts it.
  func biasRadius(_ k: Int) -> Double { scaledToHidden(radii[k - 1].largestBias, k) }
  /// r_k as a hidden layer counts it, ℓr_k.
  func rowNorm(_ k: Int) -> Double { k < depth ? lipschitz * rowNorms[k - 1] : rowNorms[k - 1] }
  /// 2ε_L.
  var lastRadius: Double { 2 * radii[depth - 1].weight.largest }
  /// An upper bound on the ∞→∞ norm of any Ŵᵏ.
  func perturbedRowNorm(_ k: Int) -> Double {
    rowNorms[k - 1] + upperProduct(radii[k - 1].weight.largest, inputs(ofLayer: k))
  }

  private func scaledToHidden(_ radius: Double, _ k: Int) -> Double {
    k < depth ? upperProduct(lipschitz, radius) : radius
  }
}

extension LayerRadius {
  /// Refuses a shape that is not the layer's, and numbers that are no radii.
  fileprivate func check(layer k: Int, _ layer: DenseLayer) throws(CertificationError) {
    let (rows, columns) = (layer.weight.rows, layer.weight.columns)
    func refuse(_ value: Double?) throws(CertificationError) {
      if let value { throw .radius(layer: k, value: value) }
    }
    func isNoRadius(_ x: Double) -> Bool { !(x >= 0 && x.isFinite) }
    switch weight {
    case .uniform(let ε): try refuse(isNoRadius(ε) ? ε : nil)
    case .rows(let radii):
      guard radii.count == rows else { throw .radiusShape(layer: k, found: [radii.count], expected: [rows]) }
      try refuse(radii.first(where: isNoRadius))
    case .entries(let E):
      guard E.rows == rows, E.columns == columns else {
        throw .radiusShape(layer: k, found: [E.rows, E.columns], expected: [rows, columns])
      }
      try refuse(E.elements.first(where: isNoRadius))
    }
    guard let bias else { return }
    guard bias.count == rows else { throw .radiusShape(layer: k, found: [bias.count], expected: [rows]) }
    try refuse(bias.first(where: isNoRadius))
  }
}

/// u = 2⁻⁵³.
let unitRoundOff = 0x1p-53

/// The least positive double: a product may lose as much where it underflows.
let underflow = Double.leastNonzeroMagnitude

/// a · b for non-negative numbers, not below the exact product even where it underflows (but for its last bit).
func upperProduct(_ a: Double, _ b: Double) -> Double { a == 0 || b == 0 ? 0 : a * b + underflow }
