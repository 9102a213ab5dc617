import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

/// Laws that hold for every certificate of the catalogue.
@Suite struct CertificateTests {
  /// Round-off of the margins of these networks: values below 1e4, some hundred operations, u = 1.1e-16.
  static let roundOff = 1e-9

  /// What certificates may deduct for round-off at widths up to nine: a forward pass counts (d + 3)u a layer, a backward pass
  /// 4(d_k + d_{k−1} + 16)u ≤ 136u, of sums that are up to twice as large: less than 100 times.
  static func roundOff(_ ball: RandomBall) -> Double {
    let pass = ForwardPass(ball.perturbed, on: ball.inputs)
    return 100 * ball.labels.indices.reduce(0) { max($0, pass.marginRoundOff($1)) }
  }

  @Test(
    "no network of the ball is ever below a certificate: 360 balls of every form, 12 draws, 2 descents each",
    arguments: 0..<8)
  func attacks(_ part: Int) {
    for seed in UInt64(part * 45)..<UInt64(part * 45 + 45) {
      let ball = RandomBall(seed: seed)
      var attack = BallAttack(ball, seed: seed)
      var lowest = attack.lowestMargins(draws: 12)
      lowest[0] = min(lowest[0], attack.descend(sample: 0, starts: 2))
      let slack = Self.roundOff(ball)
      for certificate in certificateCatalogue {
        let margins = ball.margins(certificate)
        for i in lowest.indices {
          #expect(margins[i] <= lowest[i] + slack, "\(certificate.key) beaten: seed \(seed), sample \(i)")
        }
      }
    }
  }

  @Test("theorem ≤ elementwise ≤ interval ≤ clean, sample by sample, and no linear bound is above clean, on 480 balls")
  func ladder() {
    for seed in UInt64(0)..<480 {
      let ball = RandomBall(seed: seed)
      let clean = ball.network.logits(ball.inputs).margins(labels: ball.labels)
      let slack = Self.roundOff(ball)
      var last = [Double](repeating: -.infinity, count: clean.count)
      for certificate in forwardCertificates {
        let next = ball.margins(certificate)
        for i in next.indices {
          #expect(next[i] >= last[i] - slack, "\(certificate.key): seed \(seed), sample \(i)")
        }
        last = next
      }
      for certificate in certificateCatalogue {
        for (margin, clean) in zip(ball.margins(certificate), clean) { #expect(margin <= clean, "\(certificate.key)") }
      }
    }
  }

  @Test("ε = 0: every certificate is the margin less its round-off, on 240 nets")
  func noPerturbation() throws {
    for seed in UInt64(0)..<240 {
      let ball = RandomBall(seed: seed)
      let clean = ball.network.logits(ball.inputs).margins(labels: ball.labels)
      let zero = ball.radii.map { $0.scaled(by: 0) }
      for certificate in certificateCatalogue {
        let margins = ball.margins(certificate, radii: zero)
        for i in clean.indices {
          #expect(
            margins[i] <= clean[i] && margins[i] >= clean[i] - Self.roundOff(ball), "\(certificate.key), seed \(seed)")
        }
      }
    }
  }

  /// The linear ones need not fall: a larger range may pick a line below that serves better.
  @Test("a larger ball never raises a margin that a forward pass certifies")
  func monotone() throws {
    for seed in UInt64(0)..<240 {
      let ball = RandomBall(seed: seed)
      let larger = ball.radii.map { $0.scaled(by: 1.3) }
      for certificate in forwardCertificates {
        let (a, b) = (ball.margins(certificate), ball.margins(certificate, radii: larger))
        for i in a.indices { #expect(b[i] <= a[i] + Self.roundOff(ball), "\(certificate.key), seed \(seed)") }
      }
    }
  }

  @Test("one layer: every certificate with a uniform ε is the margin less 2ε‖x‖₁, all others E_y|x| + E_j|x|, attained")
  func oneLayer() {
    for seed in stride(from: UInt64(0), to: 300, by: 6) {
      let ball = RandomBall(seed: seed)
      var attack = BallAttack(ball, seed: seed)
      let attained = attack.descend(sample: 0, starts: 1)
      for certificate in certificateCatalogue {
        let margin = ball.margins(certificate)[0]
        #expect(margin <= attained + Self.roundOff(ball))
        guard certificate.key != TheoremCertificate.key || ball.radii[0].isUniform else { continue }
        #expect(attained - margin <= Self.roundOff(ball), "\(certificate.key), seed \(seed)")
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

extension LayerRadius {
  /// True where the theorems' largest entry is every entry.
  fileprivate var isUniform: Bool { weight.smallest == weight.largest && Set(bias ?? []).count <= 1 }
}
