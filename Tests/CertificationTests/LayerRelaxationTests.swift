import MatrixNorms
import Networks
import Testing

@testable import Certification

@Suite struct LayerRelaxationTests {
  /// Two hidden layers of one neuron, β² = 0.5 ± 0.25.
  private func ball(_ activation: Activation) throws -> PerturbedNetwork {
    let layers = [
      DenseLayer(name: "1", weight: Matrix([[1]])), DenseLayer(name: "2", weight: Matrix([[1]]), bias: [0.5]),
      DenseLayer(name: "3", weight: Matrix([[1], [0]])),
    ]
    let network = try FeedForwardNetwork(layers: layers, activation: activation)
    let still = LayerRadius(weight: .uniform(0))
    return try PerturbedNetwork(
      network, radii: [still, LayerRadius(weight: .uniform(0.1), bias: [0.25]), still])
  }

  private func ranges(_ l: Double, _ u: Double) -> PreActivationRanges {
    PreActivationRanges(lower: Matrix([[l]]), upper: Matrix([[u]]))
  }

  @Test("layer 1 on [−1, 3]: constants s·l + t = 1·(−1), S·u + T = 0.75·3 + 0.75 = 3") func firstLayer() throws {
    let relaxation = LayerRelaxation(try ball(.relu), layer: 1, ranges(-1, 3), largestInput: [2])
    #expect(relaxation.lowerConstants.elements == [-1])
    #expect(relaxation.upperConstants.elements[0] >= 3 && relaxation.upperConstants.elements[0] < 3 + 1e-14)
    #expect(relaxation.largestOutput == [3] && relaxation.largestInput == [2])
  }

  @Test("layer 2 on [−1, 3]: t = 1·(0.5 − 0.25), T = 0.75·(0.5 + 0.25) + 0.75 = 1.3125, as the line's own bias moves")
  func biases() throws {
    let relaxation = LayerRelaxation(try ball(.relu), layer: 2, ranges(-1, 3), largestInput: [2])
    #expect(relaxation.lowerSlopes.elements == [1] && relaxation.lowerConstants.elements == [0.25])
    #expect(abs(relaxation.upperSlopes.elements[0] - 0.75) < 1e-15)
    #expect(abs(relaxation.upperConstants.elements[0] - 1.3125) < 1e-14)
    // (1 + 0.1)·2 + 0.75 + 1.3125 + 3, twice.
    #expect(abs(relaxation.magnitude[0] - 2 * (2.2 + 0.75 + 1.3125 + 3)) < 1e-12)
  }

  @Test("an upper end that is no number leaves sup ρ: outputs up to 6, 1, ∞, in any order")
  func notANumber() throws {
    for (activation, top) in [(Activation.relu6, 6.0), (.sigmoid, 1), (.softplus, .infinity), (.relu, .infinity)] {
      for places in [[0, 1], [1, 0]] {
        let ball = try ball(activation)
        let ends = [PreActivationRanges(lower: Matrix([[-1]]), upper: Matrix([[-0.5]])), ranges(.nan, .nan)]
        func row(_ entry: (PreActivationRanges) -> Double) -> Matrix { Matrix([places.map { entry(ends[$0]) }]) }
        let wide = PreActivationRanges(lower: row { $0.lower[0, 0] }, upper: row { $0.upper[0, 0] })
        let layers = [Matrix([[1], [1]]), Matrix([[1, 1], [1, 1]])].map { DenseLayer(name: "", weight: $0) }
        let network = try FeedForwardNetwork(layers: layers, activation: ball.network.activation)
        let relaxation = LayerRelaxation(
          try PerturbedNetwork(network, radii: [0, 0]), layer: 1, wide, largestInput: [1])
        #expect(relaxation.largestOutput[0] >= top)
      }
    }
  }
}
