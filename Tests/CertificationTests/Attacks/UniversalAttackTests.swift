import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

@Suite struct UniversalAttackTests {
  static let quick = AttackSettings(restarts: 3, steps: 8)

  @Test("one Ŵ in the ball, with the reported margins; right about no more samples than W, nor fewer than per sample")
  func brackets() {
    for seed in UInt64(0)..<90 {
      let example = AttackCase(seed: seed, samples: 12)
      let (outcome, network) = UniversalAttack.run(
        example.perturbed, on: example.inputs, labels: example.labels, settings: Self.quick)
      #expect(example.perturbed.contains(network), "seed \(seed)")
      for (bound, margin) in zip(outcome.margins, network.logits(example.inputs).margins(labels: example.labels)) {
        // Values below 1e3, some hundred operations.
        #expect(bound >= margin && bound <= margin + 1e-9, "seed \(seed)")
      }
      let sample = UniversalOutcome(margins: example.attack(Self.quick).margins)
      let natural = UniversalOutcome(margins: example.natural)
      #expect(sample.accuracy <= outcome.accuracy && outcome.accuracy <= natural.accuracy, "seed \(seed)")
    }
  }

  @Test("no certificate is above the universal attack") func neverBeatsACertificate() {
    for seed in UInt64(0)..<90 {
      let example = AttackCase(seed: seed)
      let margins = UniversalAttack.run(
        example.perturbed, on: example.inputs, labels: example.labels, settings: Self.quick
      ).outcome.margins
      for certificate in certificateCatalogue {
        let certified = certificate.robustMargins(example.perturbed, example.pass, labels: example.labels)
        for i in certified.indices { #expect(certified[i] <= margins[i], "\(certificate.key): seed \(seed)") }
      }
    }
  }

  /// f = (wx + 1, w′x): margins 1 + d and 1 − d at x = ±1 for d = ŵ − ŵ′ in [−1.2, 1.2].
  @Test("margins 1 + d and 1 − d, |d| ≤ 1.2: each sample breaks, but no Ŵ breaks both") func opposed() throws {
    let layer = DenseLayer(name: "1", weight: Matrix([[0], [0]]), bias: [1, 0])
    let ball = try PerturbedNetwork(FeedForwardNetwork(layers: [layer], activation: .relu), radii: [0.6])
    let inputs = Matrix([[1], [-1]])
    let (outcome, _) = UniversalAttack.run(ball, on: inputs, labels: [0, 0], settings: .init())
    #expect(outcome.accuracy == 0.5)
    let sample = SampleAttack.lowestMargins(
      ball, ForwardPass(ball, on: inputs), labels: [0, 0], settings: Self.quick)
    #expect(sample.allSatisfy { abs($0 + 0.2) <= 1e-14 })
  }

  @Test("the same seed gives the same network; ε = 0 gives W") func repeats() {
    for seed in UInt64(0)..<12 {
      let example = AttackCase(seed: seed, samples: 8)
      func run(_ ball: PerturbedNetwork) -> (outcome: UniversalOutcome, network: FeedForwardNetwork) {
        UniversalAttack.run(ball, on: example.inputs, labels: example.labels, settings: Self.quick)
      }
      let (a, b) = (run(example.perturbed), run(example.perturbed))
      #expect(
        a.outcome.margins == b.outcome.margins && a.network.layers.map(\.weight) == b.network.layers.map(\.weight))
      let still = run(example.perturbed.scaled(by: 0))
      #expect(still.network.layers.map(\.weight) == example.perturbed.network.layers.map(\.weight))
      for (margin, natural) in zip(still.outcome.margins, example.natural) {
        #expect(margin >= natural && margin <= natural + 1e-9 && (margin > 0) == (natural > 0))
      }
    }
  }

  @Test("overflow is passed over: radii of 1e300 leave finite margins or W's") func overflow() throws {
    let layers = (0..<3).map { DenseLayer(name: "\($0)", weight: Matrix([[1, 0], [0, 0.5]])) }
    let network = try FeedForwardNetwork(layers: layers, activation: .relu)
    let ball = try PerturbedNetwork(network, radii: [1e300, 1e300, 1e300])
    let (outcome, moved) = UniversalAttack.run(ball, on: Matrix([[1, 1]]), labels: [0], settings: Self.quick)
    #expect(outcome.margins.allSatisfy { !$0.isNaN } && ball.contains(moved))
  }
}

@Suite struct LossGradientTests {
  /// Central differences with h = 1e-5: h² and u/h, on values of order one; the gradient stands for 4τ times the loss's.
  @Test("ΔᵀZ is the derivative of 4τ Σ σ(m/τ) in every weight and bias, smooth activations")
  func finiteDifferences() throws {
    for seed in UInt64(0)..<24 {
      let example = AttackCase(seed: seed, samples: 5, activation: seed % 2 == 0 ? .sigmoid : .softplus, widest: 4)
      // Biases everywhere, so that all gradients are seen.
      let network = try FeedForwardNetwork(
        layers: example.perturbed.network.layers.map {
          DenseLayer(
            name: $0.name, weight: $0.weight, bias: $0.bias ?? Array(repeating: 0.1, count: $0.weight.rows))
        }, activation: example.perturbed.network.activation)
      let loss = LossGradient(example.inputs, example.labels)
      let gradients = loss.gradients(network, τ: 0.7, leak: 0)
      func value(_ k: Int, _ move: (inout Matrix, inout [Double]) -> Void) throws -> Double {
        var layers = network.layers
        var (weight, bias) = (layers[k].weight, layers[k].bias!)
        move(&weight, &bias)
        layers[k] = DenseLayer(name: "", weight: weight, bias: bias)
        let margins = loss.margins(try FeedForwardNetwork(layers: layers, activation: network.activation))
        return margins.reduce(0) { $0 + 4 * 0.7 * Activation.sigmoid($1 / 0.7) }
      }
      let h = 1e-5
      for k in network.layers.indices {
        for i in 0..<network.layers[k].weight.rows {
          let inBias = try (value(k) { $1[i] += h } - value(k) { $1[i] -= h }) / (2 * h)
          #expect(abs(gradients[k].bias[i, 0] - inBias) <= 1e-8, "seed \(seed), layer \(k)")
          for j in 0..<network.layers[k].weight.columns {
            let inWeight = try (value(k) { w, _ in w[i, j] += h } - value(k) { w, _ in w[i, j] -= h }) / (2 * h)
            #expect(abs(gradients[k].weight[i, j] - inWeight) <= 1e-8, "seed \(seed), layer \(k)")
          }
        }
      }
    }
  }
}
