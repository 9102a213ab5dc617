import MatrixNorms
import Testing

@testable import Training

@Suite struct ParameterLayoutTests {
  @Test("3-2-4 with biases: W¹ at 0 ..< 6, β¹ 6 ..< 8, W² 8 ..< 16, β² 16 ..< 20; without 0 ..< 6, 6 ..< 14")
  func places() {
    let layout = ParameterLayout(widths: [3, 2, 4], hasBiases: true)
    #expect(layout.weights.map(\.range) == [0..<6, 8..<16] && layout.biases == [6..<8, 16..<20] && layout.count == 20)
    #expect(layout.weights[1] == MatrixBlock(offset: 8, rows: 4, columns: 2) && layout.weights[1].row(2) == 12..<14)
    #expect(layout.depth == 2 && layout.classCount == 4)
    let plain = ParameterLayout(widths: [3, 2, 4], hasBiases: false)
    #expect(plain.weights.map(\.range) == [0..<6, 6..<14] && plain.biases == [6..<6, 14..<14] && plain.count == 14)
  }

  @Test("the network has the parameters in place; one that is not finite is refused by layer") func network() throws {
    let layout = ParameterLayout(widths: [2, 1, 2], hasBiases: true)
    var parameters: [Float] = [1, 2, 3, 4, 5, 6, 7]
    let network = try layout.network(parameters, .softplus)
    #expect(network.layers.map(\.weight) == [Matrix([[1, 2]]), Matrix([[4], [5]])])
    #expect(network.layers.map(\.bias) == [[3], [6, 7]] && network.activation == .softplus)
    parameters[4] = .infinity
    #expect(throws: (any Error).self) { try layout.network(parameters, .softplus) }
  }

  @Test("samples by index") func subset() {
    let samples = TrainingSamples<Float>(featureCount: 2, features: [1, 2, 3, 4, 5, 6], labels: [0, 1, 2])
    let part = samples.subset([2, 0])
    #expect(
      part.features == [5, 6, 1, 2] && part.labels == [2, 0] && part.count == 2 && samples.subset([]).count == 0)
  }
}
