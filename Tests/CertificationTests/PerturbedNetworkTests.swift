import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

/// Balls that are the same set of networks get the same certificates.
@Suite struct PerturbedNetworkTests {
  private func expectEqual(
    _ a: [Double], _ b: [Double], within tolerance: Double, _ name: @autoclosure () -> String
  ) {
    for (a, b) in zip(a, b) { #expect(abs(a - b) <= tolerance, "\(name())") }
  }

  @Test("uniform ε, rows [ε, …] and entries all ε are one ball, with every certificate, on 120 nets")
  func forms() {
    for seed in UInt64(0)..<120 {
      let ball = RandomBall(seed: seed)
      var g = SeededGenerator(seed: seed)
      let ε = ball.radii.map { _ in Double.random(in: 0...0.05, using: &g) }
      func margins(_ certificate: any Certificate.Type, _ form: (Double, Matrix) -> WeightRadius) -> [Double] {
        ball.margins(
          certificate,
          radii: zip(zip(ε, ball.network.layers), ball.radii).map {
            LayerRadius(weight: form($0.0, $0.1.weight), bias: $1.bias)
          })
      }
      for certificate in certificateCatalogue {
        let uniform = margins(certificate) { ε, _ in .uniform(ε) }
        let rows = margins(certificate) { ε, W in .rows(Array(repeating: ε, count: W.rows)) }
        let entries = margins(certificate) { ε, W in .entries(W.mapped { _ in ε }) }
        let tolerance = CertificateTests.roundOff(ball)
        expectEqual(uniform, rows, within: tolerance, "\(certificate.key): rows, seed \(seed)")
        expectEqual(uniform, entries, within: tolerance, "\(certificate.key): entries, seed \(seed)")
      }
    }
  }

  /// Not the theorems: they take the largest entry of E, and a column with radii of its own is smaller.
  @Test("a bias that moves by b is a first column of weights on a constant input 1 that moves by b, on 120 nets")
  func biasAsColumn() throws {
    for seed in UInt64(0)..<120 {
      let ball = RandomBall(seed: seed)
      let (layer, radius) = (ball.network.layers[0], ball.radii[0])
      let b = radius.bias ?? Array(repeating: 0.01, count: layer.weight.rows)
      let E = (0..<layer.weight.rows).map { i in [b[i]] + (0..<layer.weight.columns).map { radius.weight[i, $0] } }
      let weight = (0..<layer.weight.rows).map { [layer.bias?[$0] ?? 0] + layer.weight.row($0) }
      let network = try FeedForwardNetwork(
        layers: [DenseLayer(name: "1", weight: Matrix(weight))] + ball.network.layers.dropFirst(),
        activation: ball.network.activation)
      let inputs = Matrix((0..<ball.inputs.rows).map { [1] + ball.inputs.row($0) })
      for certificate in certificateCatalogue where certificate.key != TheoremCertificate.key {
        let moved = ball.margins(
          certificate, radii: [LayerRadius(weight: radius.weight, bias: b)] + ball.radii.dropFirst())
        let column = network.margins(
          certificate, radii: [LayerRadius(weight: .entries(Matrix(E)))] + ball.radii.dropFirst(), inputs, ball.labels)
        expectEqual(moved, column, within: 2 * CertificateTests.roundOff(ball), "\(certificate.key), seed \(seed)")
      }
    }
  }

  @Test("ball.scaled(by: t) is the ball of the scaled radii; t = 0 leaves the network alone")
  func scaled() throws {
    for seed in UInt64(0)..<60 {
      let ball = RandomBall(seed: seed)
      for t in [0, 0.5, 1, 1.7] {
        let scaled = ball.perturbed.scaled(by: t)
        #expect(scaled.radii == ball.radii.map { $0.scaled(by: t) })
        let pass = ForwardPass(scaled, on: ball.inputs)
        for certificate in certificateCatalogue {
          #expect(
            certificate.robustMargins(scaled, pass, labels: ball.labels)
              == ball.margins(certificate, radii: scaled.radii))
        }
      }
      #expect(ball.perturbed.scaled(by: 0).radii.filter { !$0.isZero }.isEmpty)
    }
  }

  @Test("a sample's margins do not depend on the samples beside it, but for the order of sums") func batches() {
    for seed in UInt64(0)..<60 {
      let ball = RandomBall(seed: seed, samples: 7)
      for certificate in certificateCatalogue {
        let all = ball.margins(certificate)
        for i in all.indices {
          let alone = ball.network.margins(
            certificate, radii: ball.radii, Matrix([Array(ball.inputs.row(i))]), [ball.labels[i]])
          expectEqual([all[i]], alone, within: CertificateTests.roundOff(ball), "\(certificate.key), seed \(seed)")
        }
      }
    }
  }

  @Test("refusals name the layer, the number and both shapes") func refusals() throws {
    let layers = [
      DenseLayer(name: "a", weight: Matrix([[1], [2]])), DenseLayer(name: "b", weight: Matrix([[1, 0], [0, 1]])),
    ]
    let network = try FeedForwardNetwork(layers: layers, activation: .relu)
    let still = LayerRadius(weight: .uniform(0))
    func expect(_ error: CertificationError, _ radius: LayerRadius) {
      #expect(throws: error) { try PerturbedNetwork(network, radii: [still, radius]) }
    }
    expect(.radius(layer: 2, value: .infinity), LayerRadius(weight: .uniform(.infinity)))
    expect(.radius(layer: 2, value: -0.5), LayerRadius(weight: .rows([1, -0.5])))
    expect(.radius(layer: 2, value: -2), LayerRadius(weight: .entries(Matrix([[0, 0], [-2, 0]]))))
    expect(.radius(layer: 2, value: -1), LayerRadius(weight: .uniform(1), bias: [0, -1]))
    expect(.radiusShape(layer: 2, found: [3], expected: [2]), LayerRadius(weight: .rows([1, 2, 3])))
    expect(.radiusShape(layer: 2, found: [1, 2], expected: [2, 2]), LayerRadius(weight: .entries(Matrix([[1, 2]]))))
    expect(.radiusShape(layer: 2, found: [1], expected: [2]), LayerRadius(weight: .uniform(1), bias: [1]))
    #expect(throws: CertificationError.self) {
      try PerturbedNetwork(network, radii: [still, LayerRadius(weight: .uniform(.nan))])
    }
  }
}
