import Networks
import Testing

@testable import Training

@Suite struct InitialWeightsTests {
  @Test("limits: √(6/64) for ReLU, √(6/(64+10)) for tanh; biases are 0")
  func limits() {
    let layout = ParameterLayout(widths: [64, 10], hasBiases: true)
    for (activation, limit) in [(Activation.relu, (6.0 / 64).squareRoot()), (.tanh, (6.0 / 74).squareRoot())] {
      let parameters: [Double] = layout.initialParameters(activation, seed: 3)
      let weights = parameters[layout.weights[0].range]
      #expect(weights.allSatisfy { abs($0) <= limit } && weights.contains { abs($0) > 0.9 * limit })
      #expect(parameters[layout.biases[0]].allSatisfy { $0 == 0 })
    }
  }
}
