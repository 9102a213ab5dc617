import MatrixNorms
import Testing

@testable import Networks

@Suite struct FeedForwardNetworkTests {
  private let first = DenseLayer(name: "fc1", weight: Matrix([[1, -1], [2, 0], [0, 1]]), bias: [0, 1, -1])
  private let second = DenseLayer(name: "fc2", weight: Matrix([[1, 1, 1], [0, -1, 2]]))

  @Test("x = (1, 2): a¹ = (−1, 3, 1), z¹ = (0, 3, 1), f = (4, −1); margins 5 and −5; cross-entropy ln(1 + e⁻⁵)")
  func forward() throws {
    let network = try FeedForwardNetwork(layers: [first, second], activation: .relu)
    let logits = network.logits(Matrix([[1, 2], [1, 2]]))
    #expect(logits == Matrix([[4, -1], [4, -1]]))
    #expect(logits.margins(labels: [0, 1]) == [5, -5])
    #expect(abs(logits.crossEntropies(labels: [0, 1])[0] - 0.006_715_348_489_117_967) < 4 * 0x1p-52)
    #expect(network.widths == [2, 3, 2] && network.hasBiases && network.depth == 2)
  }

  @Test("a tie is an error: margin 0") func tie() {
    #expect(Matrix([[1, 1, 0]]).margins(labels: [0]) == [0])
  }

  @Test("shapes that do not chain are refused with both numbers") func chain() {
    let wrong = DenseLayer(name: "fc2", weight: Matrix([[1, 1], [0, 1]]))
    let error = #expect(throws: NetworkError.self) {
      try FeedForwardNetwork(layers: [first, wrong], activation: .relu)
    }
    #expect("\(error!)" == "layers do not chain: fc1 has 3 outputs, fc2 expects 2 inputs")
  }

  @Test("a NaN weight, an infinite bias, a short bias, one output, no layer, an empty matrix are refused by name")
  func refusals() {
    func error(_ layers: [DenseLayer]) -> String {
      do {
        _ = try FeedForwardNetwork(layers: layers, activation: .relu)
        return "accepted"
      } catch { return "\(error)" }
    }
    #expect(
      error([DenseLayer(name: "a", weight: Matrix([[1, .nan], [0, 1]]))])
        == "layer a: weight entry (0, 1) is nan, not a finite number")
    #expect(
      error([DenseLayer(name: "a", weight: Matrix([[1], [2]]), bias: [0, .infinity])]) == "layer a: bias entry 1 is inf"
    )
    #expect(
      error([DenseLayer(name: "a", weight: Matrix([[1], [2]]), bias: [0])])
        == "layer a: the bias has 1 entries for 2 outputs")
    #expect(
      error([DenseLayer(name: "a", weight: Matrix([[1, 2]]))]).hasPrefix(
        "layer a: a classifier needs at least 2 outputs"))
    #expect(error([]) == "there is no dense layer")
    #expect(
      error([DenseLayer(name: "a", weight: Matrix(rows: 2, columns: 0, repeating: 0))])
        == "layer a: the weight matrix is empty")
  }
}
