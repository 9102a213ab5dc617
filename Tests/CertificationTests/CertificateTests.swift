import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

/// Laws that hold for every certificate of the catalogue.
@Suite struct CertificateTests {
  /// Round-off of the margins of these networks: values below 1e4, some hundred operations, u = 1.1e-16.
  static let roundOff = 1e-9

  @Test("no sign-corner attack ever beats a certificate: 400 nets, 60 random corners and a greedy descent each")
  func attacks() {
    for seed in UInt64(0)..<400 {
      let example = RandomCase(seed: seed)
      let certified = certificateCatalogue.map { ($0.key, example.margins($0)) }
      var attack = CornerAttack(example, seed: seed)
      let lowest = attack.lowestMargins(corners: 60)
      for (key, margins) in certified {
        for i in lowest.indices {
          #expect(margins[i] <= lowest[i] + Self.roundOff, "\(key) beaten: seed \(seed), sample \(i)")
        }
      }
    }
  }

  @Test("theorem ≤ elementwise ≤ interval ≤ clean, sample by sample, on 400 nets")
  func ladder() {
    for seed in UInt64(0)..<400 {
      let example = RandomCase(seed: seed)
      let clean = example.network.logits(example.inputs).margins(labels: example.labels)
      var last = [Double](repeating: -.infinity, count: clean.count)
      for certificate in forwardCertificates {
        let next = example.margins(certificate)
        for i in next.indices {
          #expect(next[i] >= last[i] - Self.roundOff, "\(certificate.key): seed \(seed), sample \(i)")
          #expect(next[i] <= clean[i])
        }
        last = next
      }
    }
  }

  @Test("ε = 0: every certificate is the margin less its round-off")
  func noPerturbation() throws {
    for seed in UInt64(0)..<100 {
      let example = RandomCase(seed: seed)
      let ball = try PerturbedNetwork(example.network, radii: example.radii.map { _ in 0 })
      let pass = ForwardPass(ball, on: example.inputs)
      let clean = pass.logits.margins(labels: example.labels)
      for certificate in certificateCatalogue {
        let margins = certificate.robustMargins(ball, pass, labels: example.labels)
        for i in clean.indices {
          #expect(margins[i] <= clean[i] && margins[i] >= clean[i] - Self.roundOff, "\(certificate.key)")
        }
      }
    }
  }

  @Test("a larger ε never raises a certified margin")
  func monotone() throws {
    for seed in UInt64(0)..<100 {
      let example = RandomCase(seed: seed)
      let larger = try PerturbedNetwork(example.network, radii: example.radii.map { 1.3 * $0 + 0.01 })
      let pass = ForwardPass(larger, on: example.inputs)
      for certificate in certificateCatalogue {
        let (a, b) = (
          example.margins(certificate), certificate.robustMargins(larger, pass, labels: example.labels)
        )
        for i in a.indices { #expect(b[i] <= a[i] + Self.roundOff, "\(certificate.key)") }
      }
    }
  }

  @Test("the uniform margin with D is at most the theorem's with D_ij")
  func uniform() {
    for seed in UInt64(0)..<100 {
      let example = RandomCase(seed: seed)
      let ball = example.perturbed
      let pass = ForwardPass(ball, on: example.inputs)
      let uniform = TheoremCertificate.uniformMargins(ball, pass, labels: example.labels)
      let theorem = TheoremCertificate.robustMargins(ball, pass, labels: example.labels)
      for i in uniform.indices { #expect(uniform[i] <= theorem[i] + Self.roundOff) }
    }
  }

  @Test(
    "weights of 1e200 in three layers overflow: the margin is −∞ or finite, never NaN, and nothing is certified wrongly"
  )
  func overflow() throws {
    let weight = Matrix(rows: 3, columns: 3, repeating: 1e200)
    let layers = (0..<3).map { DenseLayer(name: "\($0)", weight: weight) }
    let network = try FeedForwardNetwork(layers: layers, activation: .relu)
    let ball = try PerturbedNetwork(network, radii: [0, 0.1, 0])
    let pass = ForwardPass(ball, on: Matrix(rows: 2, columns: 3, repeating: 1e9))
    for certificate in certificateCatalogue {
      let margins = certificate.robustMargins(ball, pass, labels: [0, 1])
      #expect(margins.allSatisfy { !$0.isNaN && $0 <= 0 }, "\(certificate.key): \(margins)")
    }
  }

  @Test("products that underflow certify nothing: W¹ = W² = 10⁻¹⁶², margins below the least double")
  func underflowingProducts() throws {
    let first = DenseLayer(name: "1", weight: Matrix([[1e-162, -1e-162]]))
    let second = DenseLayer(name: "2", weight: Matrix([[1e-162], [0]]))
    let network = try FeedForwardNetwork(layers: [first, second], activation: .relu)
    for ε in [0, 1e-200, .leastNonzeroMagnitude] {
      let ball = try PerturbedNetwork(network, radii: [ε, ε])
      let pass = ForwardPass(ball, on: Matrix([[1, 0.5]]))
      for certificate in certificateCatalogue {
        #expect(certificate.robustMargins(ball, pass, labels: [0])[0] <= 0, "\(certificate.key), ε = \(ε)")
      }
    }
  }

  @Test("refusals: tanh, a negative radius, a missing radius") func refusals() throws {
    let layers = [
      DenseLayer(name: "a", weight: Matrix([[1], [2]])), DenseLayer(name: "b", weight: Matrix([[1, 0], [0, 1]])),
    ]
    let network = try FeedForwardNetwork(layers: layers, activation: .tanh)
    #expect(throws: CertificationError.activation("activation tanh takes negative values")) {
      try PerturbedNetwork(network, radii: [0, 0])
    }
    let relu = try FeedForwardNetwork(layers: layers, activation: .relu)
    #expect(throws: CertificationError.radius(layer: 2, value: -1)) { try PerturbedNetwork(relu, radii: [0, -1]) }
    #expect(throws: CertificationError.radiusCount(radii: 1, layers: 2)) { try PerturbedNetwork(relu, radii: [0]) }
  }
}

/// Moves all weights to corners of the ball: at random, then greedily one entry after another.
private struct CornerAttack {
  let example: RandomCase
  var generator: SeededGenerator

  init(_ example: RandomCase, seed: UInt64) {
    self.example = example
    generator = SeededGenerator(seed: seed &+ 1_000_003)
  }

  mutating func lowestMargins(corners: Int) -> [Double] {
    var lowest = [Double](repeating: .infinity, count: example.labels.count)
    var worst = signs { _ in 1 }
    for corner in 0..<corners {
      var generator = generator
      let choice = signs { _ in Bool.random(using: &generator) ? 1 : -1 }
      self.generator = generator
      let margins = margins(choice)
      if margins[0] < lowest[0] { worst = choice }
      for i in lowest.indices { lowest[i] = min(lowest[i], margins[i]) }
      if corner == corners - 1 { descend(from: worst, &lowest) }
    }
    return lowest
  }

  private func signs(_ draw: (Int) -> Double) -> [[Double]] {
    example.network.layers.map { $0.weight.elements.indices.map(draw) }
  }

  private func margins(_ signs: [[Double]]) -> [Double] {
    example.network.moved(example.radii) { signs[$0][$1] }.logits(example.inputs).margins(labels: example.labels)
  }

  /// Flips one sign after another where that lowers the first sample's margin.
  private func descend(from start: [[Double]], _ lowest: inout [Double]) {
    var signs = start
    var best = margins(signs)[0]
    for k in signs.indices where example.radii[k] > 0 {
      for i in signs[k].indices {
        signs[k][i] *= -1
        let flipped = margins(signs)
        for s in lowest.indices { lowest[s] = min(lowest[s], flipped[s]) }
        if flipped[0] < best { best = flipped[0] } else { signs[k][i] *= -1 }
      }
    }
  }
}
