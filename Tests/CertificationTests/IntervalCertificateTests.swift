import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

@Suite struct IntervalCertificateTests {
  /// With two layers every hidden neuron reaches its interval's ends by itself, so the bound is exact: some corner attains it.
  @Test("two layers: the interval bound is attained by corners of the ball", arguments: UInt64(0)..<60)
  func exactForTwoLayers(_ seed: UInt64) throws {
    var g = SeededGenerator(seed: seed)
    let first = DenseLayer(name: "1", weight: randomMatrix(3, 2, &g), bias: [0.1, -0.2, 0.3])
    let second = DenseLayer(name: "2", weight: randomMatrix(2, 3, &g), bias: [0.05, 0])
    let network = try FeedForwardNetwork(layers: [first, second], activation: .relu)
    let radii = [0.15, 0.1]
    let inputs = randomMatrix(1, 2, &g)
    let ball = try PerturbedNetwork(network, radii: radii)
    let certified = IntervalCertificate.robustMargins(ball, ForwardPass(ball, on: inputs), labels: [0])[0]
    var lowest = Double.infinity
    // Corners of W¹ (6 entries) times corners of W² (6 entries).
    for corner in 0..<(1 << 12) {
      let moved = network.moved(radii) { layer, entry in (corner >> (layer * 6 + entry)) & 1 == 1 ? 1 : -1 }
      lowest = min(lowest, moved.logits(inputs).margins(labels: [0])[0])
    }
    #expect(certified <= lowest)
    #expect(lowest - certified < 1e-12)
  }

  @Test(
    "never below the form W⁺l + W⁻u − ε‖u‖₁ of theory.md, section 2", arguments: (try! Theorem4Case.extended()).indices)
  func atLeastTheSimpleForm(_ index: Int) throws {
    let example = try Theorem4Case.extended()[index]
    let (network, inputs) = try example.networkAndInputs()
    let ball = try PerturbedNetwork(network, radii: example.epsilon)
    let margins = IntervalCertificate.robustMargins(ball, ForwardPass(ball, on: inputs), labels: example.y)
    for (margin, simple) in zip(margins, try #require(example.expected.robustMargins["interval"])) {
      #expect(margin >= simple - 1e-9 * max(1, abs(simple)), "\(example.name)")
    }
  }
}

extension Theorem4Case {
  func networkAndInputs() throws -> (FeedForwardNetwork, Matrix) {
    let layers = weights.indices.map { k in
      DenseLayer(name: "\(k + 1)", weight: Matrix(weights[k]), bias: biases[k])
    }
    return (try FeedForwardNetwork(layers: layers, activation: Activation(named: activation)!), Matrix(X))
  }
}
