import MatrixNorms
import TestSupport
import Testing

@testable import Networks

@Suite struct PathNormsTests {
  private func absolute(_ network: FeedForwardNetwork) -> UpperBound { network.pathSum { UpperBound($0.magnitude) } }
  private func squared(_ network: FeedForwardNetwork) -> UpperBound {
    network.pathSum { UpperBound($0.magnitude).squared }
  }

  private func random(_ seed: UInt64) throws -> FeedForwardNetwork {
    var g = SeededGenerator(seed: seed)
    let depth = Int.random(in: 1...4, using: &g)
    let widths = (0...depth).map { _ in Int.random(in: 2...4, using: &g) }
    let hasBiases = Bool.random(using: &g)
    return try FeedForwardNetwork(
      layers: (0..<depth).map { k in
        DenseLayer(
          name: "\(k)",
          weight: Matrix(
            rows: widths[k + 1], columns: widths[k],
            elements: (0..<widths[k + 1] * widths[k]).map { _ in
              Int.random(in: 0..<5, using: &g) == 0 ? 0 : g.normal()
            }),
          bias: hasBiases ? (0..<widths[k + 1]).map { _ in g.normal() } : nil)
      }, activation: .relu)
  }

  /// The product of the weights of every path, one by one.
  private func paths(_ network: FeedForwardNetwork, from layer: Int, _ node: Int, _ product: Double) -> [Double] {
    guard layer < network.depth else { return [product] }
    let W = network.layers[layer].weight
    return (0..<W.rows).flatMap { paths(network, from: layer + 1, $0, product * W[$0, node]) }
  }

  private func paths(_ network: FeedForwardNetwork) -> [Double] {
    (0..<network.inputCount).flatMap { paths(network, from: 0, $0, 1) }
      + network.layers.enumerated().flatMap { k, layer in
        (layer.bias ?? []).enumerated().flatMap { i, β in paths(network, from: k + 1, i, β) }
      }
  }

  @Test(
    """
    W¹ = (1 −2; 0 3), β¹ = (1, −1), W² = (2 −1; 1 1), β² = (0, 1): v¹ = (3, 3) + (1, 1), v² = (12, 8) + (0, 1), 21; squares: \
    v¹ = (5, 9) + (1, 1), v² = (34, 16) + (0, 1), 51
    """)
  func handWorked() throws {
    let network = try FeedForwardNetwork(
      layers: [
        DenseLayer(name: "1", weight: Matrix([[1, -2], [0, 3]]), bias: [1, -1]),
        DenseLayer(name: "2", weight: Matrix([[2, -1], [1, 1]]), bias: [0, 1]),
      ], activation: .relu)
    #expect(absolute(network) == UpperBound(21))
    #expect(squared(network) == UpperBound(51))
  }

  @Test("the sum over all paths, one by one", arguments: UInt64(0)..<40) func enumeration(_ seed: UInt64) throws {
    let network = try random(seed)
    let products = paths(network)
    // At most 4 products and 5000 sums on either side: 2 · 5004 roundings.
    let tolerance = 10_008 * 0x1p-53
    #expect(products.count < 5000)
    #expect(relativeDifference(absolute(network).value, products.reduce(0) { $0 + abs($1) }) <= tolerance)
    #expect(relativeDifference(squared(network).value, products.reduce(0) { $0 + $1 * $1 }) <= tolerance)
  }

  @Test(
    "neurons of a ReLU network rebalanced by powers of two: the same path norms, to the last bit",
    arguments: UInt64(0)..<20)
  func rebalancing(_ seed: UInt64) throws {
    let network = try random(seed)
    var g = SeededGenerator(seed: seed + 100)
    var layers = network.layers
    for k in 0..<network.depth - 1 {
      var (W, next, bias) = (layers[k].weight, layers[k + 1].weight, layers[k].bias)
      for i in 0..<W.rows {
        let c = [0.125, 0.5, 2, 16].randomElement(using: &g)!
        for j in 0..<W.columns { W[i, j] *= c }
        for j in 0..<next.rows { next[j, i] /= c }
        bias?[i] *= c
      }
      layers[k] = layers[k].replacing(weight: W, bias: bias)
      layers[k + 1] = layers[k + 1].replacing(weight: next, bias: layers[k + 1].bias)
    }
    let other = try FeedForwardNetwork(layers: layers, activation: .relu)
    #expect(absolute(other) == absolute(network) && squared(other) == squared(network))
  }

  @Test("four layers of 1e−150 or 1e+150: log₁₀ = −600 + log₁₀ 2⁵ and 600 + log₁₀ 2⁵; squares −1200 and 1200")
  func extremes() throws {
    for (size, exponent) in [(1e-150, -600.0), (1e150, 600.0)] {
      let layers = (0..<4).map { DenseLayer(name: "\($0)", weight: Matrix([[size, -size], [size, size]])) }
      let network = try FeedForwardNetwork(layers: layers, activation: .relu)
      // 1e±150 as a double is off by less than 2⁻⁵³, and the logarithm of four of them by as much as its own rounding.
      #expect(relativeDifference(absolute(network).log10, exponent + 1.505_149_978_319_906) <= 0x1p-50)
      #expect(relativeDifference(squared(network).log10, 2 * exponent + 1.505_149_978_319_906) <= 0x1p-50)
    }
  }

  @Test("a tiny weight next to a huge one in the same layer is not lost: 1e−300 · 1e300 + 1e300 · 0 = 1") func range()
    throws
  {
    let network = try FeedForwardNetwork(
      layers: [
        DenseLayer(name: "1", weight: Matrix([[1e-300], [1e300]])),
        DenseLayer(name: "2", weight: Matrix([[1e300, 0], [0, 0]])),
      ], activation: .relu)
    #expect(relativeDifference(absolute(network).value, 1) <= 4 * 0x1p-53)
    #expect(relativeDifference(squared(network).value, 1) <= 16 * 0x1p-53)
  }
}
