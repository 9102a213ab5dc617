import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

@Suite struct SampleAttackTests {
  static let quick = AttackSettings(restarts: 3, steps: 8)

  /// No tolerance: a certificate is at most the exact worst margin of the ball, and that is at most the exact margin at the
  /// attack's Ŵ, which its reported margin bounds from above.
  @Test("no certificate is above the attack: 360 nets of every activation, radius form and depth 1–6")
  func neverBeatsACertificate() {
    var lowered = 0
    for seed in UInt64(0)..<360 {
      let example = AttackCase(seed: seed)
      let (pass, natural) = (example.pass, example.natural)
      let attacked = example.attack(Self.quick).margins
      for certificate in certificateCatalogue {
        let certified = certificate.robustMargins(example.perturbed, pass, labels: example.labels)
        for i in certified.indices {
          #expect(certified[i] <= attacked[i], "\(certificate.key): seed \(seed), sample \(i)")
        }
      }
      lowered += natural.indices.count { natural[$0] > 0 && attacked[$0] < natural[$0] }
    }
    // Three samples in four are right, and most balls move something.
    #expect(lowered > 700, "the attack lowers hardly anything: \(lowered) of 1440")
  }

  @Test("Ŵ lies in the ball and has the reported margin, plus round-off")
  func witnesses() throws {
    for seed in UInt64(0)..<120 {
      let example = AttackCase(seed: seed)
      let outcome = example.attack(Self.quick)
      for i in example.labels.indices {
        let network = outcome.network(ofSample: i)
        #expect(example.perturbed.contains(network), "seed \(seed), sample \(i)")
        let margin = network.logits(example.inputs).margins(labels: example.labels)[i]
        // Values below 1e3, some hundred operations, u = 1.1e-16.
        #expect(outcome.margins[i] >= margin && outcome.margins[i] <= margin + 1e-9, "seed \(seed), sample \(i)")
      }
    }
  }

  @Test(
    "x = 1, W¹ = (1, 1)ᵀ, W² = (1, −1), W³ = (1, −1)ᵀ, ε = (0.1, 0, 0.5): ẑ² = 1.1 − 0.9, margin to the other class 1 − 3·0.2 = 0.40"
  )
  func handWorked() throws {
    let layers = [
      DenseLayer(name: "1", weight: Matrix([[1], [1]])), DenseLayer(name: "2", weight: Matrix([[1, -1]])),
      // The bias makes the sample right at first.
      DenseLayer(name: "3", weight: Matrix([[1], [-1]]), bias: [0, 1]),
    ]
    let ball = try PerturbedNetwork(FeedForwardNetwork(layers: layers, activation: .relu), radii: [0.1, 0, 0.5])
    let pass = ForwardPass(ball, on: Matrix([[1]]))
    #expect(pass.logits.margins(labels: [1]) == [1])
    let margin = SampleAttack.lowestMargins(ball, pass, labels: [1], settings: Self.quick)[0]
    // 0.1 is a double only to within 1e-17.
    #expect(margin >= 0.4 - 1e-15 && margin <= 0.4 + 1e-13)
  }

  /// The shifts are 2ⁿ corners for n neurons; the attack may even find lower points between them.
  @Test("finds the worst of all corners, n ≤ 8 neurons, in 97 of 100 samples") func corners() throws {
    var (found, count) = (0, 0)
    for seed in UInt64(0)..<60 {
      let example = AttackCase(seed: seed, activation: .relu, ε: 0.1, widest: 4)
      let neurons = example.perturbed.network.layers.dropLast().reduce(0) { $0 + $1.weight.rows }
      guard neurons <= 8 else { continue }
      let attacked = example.attack(AttackSettings(restarts: 4, steps: 10)).margins
      let worst = example.worstCorners(neurons: neurons)
      for i in worst.indices where example.natural[i] > 0 && worst[i] > 0 {
        count += 1
        // Round-off: see `witnesses`.
        if attacked[i] <= worst[i] + 1e-9 { found += 1 }
      }
    }
    #expect(count >= 50 && Double(found) >= 0.97 * Double(count), "\(found) of \(count)")
  }

  @Test("ε = 0: samples have their margin plus its round-off, wrong ones at most 0") func noBall() throws {
    for seed in UInt64(0)..<20 {
      let example = AttackCase(seed: seed)
      let ball = example.perturbed.scaled(by: 0)
      let pass = ForwardPass(ball, on: example.inputs)
      let margins = SampleAttack.lowestMargins(ball, pass, labels: example.labels, settings: Self.quick)
      for (i, natural) in pass.logits.margins(labels: example.labels).enumerated() {
        let upper = natural + pass.marginRoundOff(i)
        #expect(margins[i] == (natural > 0 ? upper : min(upper, 0)))
      }
    }
  }

  @Test("results do not depend on blocks, and repeat") func blocks() {
    for seed in UInt64(0)..<24 {
      let example = AttackCase(seed: seed, samples: 7)
      let whole = example.attack(Self.quick).margins
      #expect(example.attack(Self.quick).margins == whole)
      for size in [1, 3] {
        let parts = stride(from: 0, to: 7, by: size).flatMap { start in
          let rows = Array(start..<min(start + size, 7))
          return SampleAttack.lowestMargins(
            example.perturbed, ForwardPass(example.perturbed, on: LabelGroups.gather(rows, of: example.inputs)),
            labels: rows.map { example.labels[$0] }, settings: Self.quick, firstSample: start)
        }
        // The last bits of a product may depend on the block, and with them the margin: values below 1e3.
        for (a, b) in zip(parts, whole) { #expect(abs(a - b) <= 1e-9, "seed \(seed), blocks of \(size)") }
      }
    }
  }

  @Test("what overflows proves nothing: no crash, no margin below the natural one") func overflow() throws {
    func network(_ size: Double) throws -> FeedForwardNetwork {
      try FeedForwardNetwork(
        layers: (0..<3).map {
          DenseLayer(name: "\($0)", weight: Matrix([[size, 0], [0, size / 2]]))
        }, activation: .relu)
    }
    let x = Matrix([[1, 1]])
    // The natural network overflows already: NaN counts as misclassified.
    let large = try PerturbedNetwork(network(1e200), radii: [0, 0.1, 1])
    let broken = SampleAttack.lowestMargins(large, ForwardPass(large, on: x), labels: [0], settings: Self.quick)
    #expect(large.network.logits(x).margins(labels: [0]) == [-.infinity] && broken == [0])
    // Only the moved ones do.
    let wide = try PerturbedNetwork(network(1), radii: [1e200, 1e200, 1e300])
    let pass = ForwardPass(wide, on: x)
    let outcome = SampleAttack.run(wide, pass, labels: [0], settings: Self.quick)
    #expect(!outcome.margins[0].isNaN && outcome.margins[0] <= 0.875 + pass.marginRoundOff(0))
    let again = outcome.network(ofSample: 0).logits(x).margins(labels: [0])[0]
    #expect(outcome.margins[0] >= again)
    // Weights next to the largest double stay finite.
    let edge = try PerturbedNetwork(network(.greatestFiniteMagnitude), radii: [.greatestFiniteMagnitude, 1, 0])
    _ = SampleAttack.run(edge, ForwardPass(edge, on: x), labels: [0], settings: Self.quick)
  }
}

extension AttackCase {
  /// The least margin of every sample over the corners of its shifts, each written out as a network.
  fileprivate func worstCorners(neurons: Int) -> [Double] {
    labels.indices.map { i in
      let x = LabelGroups.gather([i], of: inputs)
      return (0..<1 << neurons).reduce(Double.infinity) { worst, corner in
        min(worst, network(corner: corner, x, label: labels[i]).logits(x).margins(labels: [labels[i]])[0])
      }
    }
  }

  private func network(corner: Int, _ x: Matrix, label: Int) -> FeedForwardNetwork {
    var bits = corner
    let layers = perturbed.network.layers.enumerated().map { k, layer in
      let radius = perturbed.radii[k]
      var (weight, bias) = (layer.weight, layer.bias ?? Array(repeating: 0, count: layer.weight.rows))
      for row in 0..<weight.rows {
        let isLast = k == perturbed.depth - 1
        let t = isLast ? (row == label ? -1.0 : 1) : Double(bits & 1) * 2 - 1
        if !isLast { bits >>= 1 }
        for j in 0..<weight.columns { weight[row, j] += (k == 0 && x[0, j] < 0 ? -t : t) * radius.weight[row, j] }
        bias[row] += t * (radius.bias?[row] ?? 0)
      }
      return DenseLayer(name: layer.name, weight: weight, bias: bias)
    }
    return try! FeedForwardNetwork(layers: layers, activation: perturbed.network.activation)
  }
}
