import MatrixNorms
import TestSupport
import Testing

@testable import Networks

@Suite struct BiasAugmentationTests {
  @Test("no bias and ρ(0) = 0: the matrices are the weights") func plain() throws {
    let network = try FeedForwardNetwork(
      layers: [DenseLayer(name: "a", weight: Matrix([[1, 2]])), DenseLayer(name: "b", weight: Matrix([[3], [4]]))],
      activation: .relu)
    let classes = ClassMatrices(of: network)
    #expect(!classes.isAugmented && classes.matrices == network.layers.map(\.weight) && classes.maximumWidth == 2)
  }

  @Test("one bias augments every layer: [W β; 0 1], last [W β]") func augmented() throws {
    let network = try FeedForwardNetwork(
      layers: [
        DenseLayer(name: "a", weight: Matrix([[1, 2]]), bias: [5]), DenseLayer(name: "b", weight: Matrix([[3], [4]])),
      ], activation: .relu)
    let classes = ClassMatrices(of: network)
    #expect(classes.matrices == [Matrix([[1, 2, 5], [0, 0, 1]]), Matrix([[3, 0], [4, 0]])])
    #expect(classes.maximumWidth == 3 && classes.roundOff == [0, 0])
  }

  @Test("sigmoid: rows scaled by ¼, not the constant; β² grows by ½W²1") func sigmoid() throws {
    let network = try FeedForwardNetwork(
      layers: [
        DenseLayer(name: "a", weight: Matrix([[4, 8]])),
        DenseLayer(name: "b", weight: Matrix([[3], [4]]), bias: [1, 1]),
      ], activation: .sigmoid)
    #expect(ClassMatrices(of: network).matrices == [Matrix([[1, 2, 0], [0, 0, 1]]), Matrix([[3, 2.5], [4, 3]])])
  }

  @Test("the rewritten network computes the same function", arguments: [Activation.relu, .relu6, .sigmoid, .softplus])
  func sameFunction(_ ρ: Activation) throws {
    var g = SeededGenerator(seed: 7)
    func matrix(_ rows: Int, _ columns: Int) -> Matrix {
      Matrix(rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in g.normal() })
    }
    let network = try FeedForwardNetwork(
      layers: [
        DenseLayer(name: "1", weight: matrix(4, 3), bias: [0.1, -0.4, 0.2, 1]),
        DenseLayer(name: "2", weight: matrix(5, 4)),
        DenseLayer(name: "3", weight: matrix(2, 5), bias: [0.3, 0]),
      ], activation: ρ)
    let x = matrix(6, 3)
    var z = Matrix(x.elements.chunked(3).map { $0 + [1] })
    let classes = ClassMatrices(of: network).matrices
    for (k, matrix) in classes.enumerated() {
      var a = z.timesTranspose(of: matrix)
      if k < classes.count - 1 {
        for i in 0..<a.rows {
          // The constant coordinate keeps the identity; the others ρ(t/ℓ) − ρ(0).
          for j in 0..<a.columns - 1 { a[i, j] = ρ(a[i, j] / ρ.lipschitzConstant) - ρ.valueAtZero }
        }
      }
      z = a
    }
    let logits = network.logits(x)
    for (a, b) in zip(z.elements, logits.elements) { #expect(abs(a - b) < 1e-13 * max(1, abs(b))) }
  }
}

extension Array {
  fileprivate func chunked(_ size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
