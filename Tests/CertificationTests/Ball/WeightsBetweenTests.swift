import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

@Suite struct WeightsBetweenTests {
  private func network(_ weights: [Matrix], _ biases: [[Double]?], _ ρ: Activation = .relu) throws -> FeedForwardNetwork
  {
    let layers = zip(weights, biases).enumerated().map { k, layer in
      DenseLayer(name: "fc\(k + 1)", weight: layer.0, bias: layer.1)
    }
    return try FeedForwardNetwork(layers: layers, activation: ρ)
  }

  @Test("from (1, −2) to (0.5, 1): radii 0.5 and 3; a bias from 4 to 1: 3") func byHand() throws {
    let W = try network([Matrix([[1, -2], [0, 0]])], [[4, 0]])
    let Q = try network([Matrix([[0.5, 1], [0, 0]])], [[1, 0]])
    let radii = try LayerRadius.between(W, and: Q)
    #expect(radii == [LayerRadius(weight: .entries(Matrix([[0.5, 3], [0, 0]])), bias: [3, 0])])
    let same = try LayerRadius.between(W, and: W)
    #expect(same.count == 1 && same[0].isZero && same[0].bias == nil)
  }

  @Test("a missing bias counts as zeros: radii |β|") func missingBias() throws {
    let W = try network([Matrix([[1], [2]])], [nil])
    let Q = try network([Matrix([[1], [2]])], [[-0.5, 0]])
    #expect(try LayerRadius.between(W, and: Q)[0].bias == [0.5, 0])
    #expect(try LayerRadius.between(Q, and: W)[0].bias == [0.5, 0])
  }

  @Test("Q lies inside as exact numbers, also where the difference is rounded: 1 and 1e-30") func inside() throws {
    var g = SeededGenerator(seed: 3)
    for exponent in [-1060, -80, -52, 0, 40, 900] {
      let (a, b) = (randomMatrix(6, 5, &g), randomMatrix(6, 5, &g))
      let scaled = b.mapped { $0 * Double(sign: .plus, exponent: exponent, significand: 1) }
      guard case .entries(let E) = try LayerRadius.between(network([a], [nil]), and: network([scaled], [nil]))[0].weight
      else { return #expect(Bool(false)) }
      for i in E.elements.indices {
        #expect(isWithin(scaled.elements[i], a.elements[i], E.elements[i]))
        // No wider than the next double.
        #expect(!isWithin(scaled.elements[i], a.elements[i], E.elements[i].nextDown))
      }
    }
  }

  @Test("refuses other shapes, depths and activations, and says which") func refuses() throws {
    let (a, b) = (Matrix([[1, 2], [3, 4]]), Matrix([[1, 2, 3], [4, 5, 6]]))
    let W = try network([a, a], [nil, nil])
    #expect(throws: CertificationError.otherLayerCount(found: 1, expected: 2)) {
      try LayerRadius.between(W, and: network([a], [nil]))
    }
    let error = CertificationError.otherShape(layer: 1, name: "fc1", found: [2, 3], expected: [2, 2])
    #expect(throws: error) { try LayerRadius.between(W, and: network([b, a], [nil, nil])) }
    #expect(error.description == "layer 1 (fc1) of the network to compare with has the shape [2, 3], expected [2, 2]")
    #expect(throws: CertificationError.otherActivation(found: "softplus", expected: "relu")) {
      try LayerRadius.between(W, and: network([a, a], [nil, nil], .softplus))
    }
    // One layer has no activation to differ in.
    #expect(try LayerRadius.between(network([a], [nil]), and: network([a], [nil], .tanh)).count == 1)
  }

  @Test("the certificate of the ball holds at both ends and between") func certifies() throws {
    for seed in UInt64(0)..<30 {
      let example = RandomCase(seed: seed)
      var g = SeededGenerator(seed: seed)
      func moved(_ share: (inout SeededGenerator) -> Double) throws -> FeedForwardNetwork {
        let layers = example.network.layers.map { layer in
          DenseLayer(
            name: layer.name, weight: layer.weight.mapped { $0 + 0.05 * share(&g) * $0 },
            bias: layer.bias?.map { $0 - 0.05 * share(&g) * $0 })
        }
        return try FeedForwardNetwork(layers: layers, activation: example.network.activation)
      }
      let Q = try moved { _ in 1 }
      let ball = try PerturbedNetwork(example.network, radii: LayerRadius.between(example.network, and: Q))
      let certified = IntervalCertificate.robustMargins(
        ball, ForwardPass(ball, on: example.inputs), labels: example.labels)
      for other in [example.network, Q] + (try (0..<5).map { _ in try moved { Double.random(in: 0...1, using: &$0) } })
      {
        let margins = other.logits(example.inputs).margins(labels: example.labels)
        for (bound, margin) in zip(certified, margins) { #expect(bound <= margin + 1e-12) }
      }
    }
  }
}
