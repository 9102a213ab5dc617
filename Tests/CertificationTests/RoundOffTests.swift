import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

/// Tries to break the error terms: no certificate may exceed the margin of a network of the ball, not by one unit in the last
/// place.
@Suite struct RoundOffTests {
  #if arch(x86_64)
    /// Float80 errs by 2⁻¹¹ of what the certificates deduct for the same sums, which is why it can judge them.
    private func expectBelow(
      _ network: FeedForwardNetwork, _ radii: [LayerRadius], _ x: [Double], label y: Int, corners: Int,
      _ g: inout SeededGenerator, _ name: String
    ) {
      var lowest = Float80.infinity
      for _ in 0..<corners {
        let t = network.layers.map { layer in
          (0..<layer.weight.rows).map { _ in Bool.random(using: &g) ? 1.0 : -1 }
        }
        let moved = ExtendedNetwork(network, radii, x: x) { k, i in
          k + 1 < network.depth ? t[k][i] : i == y ? -1 : 1
        }
        lowest = min(lowest, moved.margin(x, label: y))
      }
      for certificate in certificateCatalogue {
        let margin = network.margins(certificate, radii: radii, Matrix([x]), [y])[0]
        #expect(Float80(margin) <= lowest, "\(certificate.key), \(name)")
      }
    }

    @Test(
      "rows of ±10⁶ that cancel to 0.1, radii from 0 to 10⁻⁹, every activation: margins far below the round-off of the sums",
      arguments: 0..<4)
    func cancellation(_ part: Int) throws {
      for seed in stride(from: UInt64(part), to: 160, by: 4) {
        let ball = RandomBall(seed: seed, samples: 1)
        var g = SeededGenerator(seed: seed)
        let layers = ball.network.layers.map { layer in
          var weight = layer.weight
          for i in 0..<weight.rows {
            for j in 0..<weight.columns where j % 2 == 1 { weight[i, j] = -weight[i, j - 1] + 1e-7 * weight[i, j] }
          }
          return DenseLayer(name: layer.name, weight: weight.mapped { 1e6 * $0 }, bias: layer.bias)
        }
        let network = try FeedForwardNetwork(layers: layers, activation: ball.network.activation)
        let radii = ball.radii.map { $0.scaled(by: [0, 1e-15, 1e-9].randomElement(using: &g)!) }
        // Inputs all alike, so that neighbours cancel.
        let x = [Double](repeating: 1 / 3, count: network.inputCount)
        expectBelow(network, radii, x, label: ball.labels[0], corners: 8, &g, "seed \(seed)")
      }
    }

    @Test("widths of 200: a thousand additions deep, ε = 0 and 10⁻¹², inputs up to 10⁸", arguments: [0, 1e-12])
    func wide(_ ε: Double) throws {
      var g = SeededGenerator(seed: 17)
      for activation in [Activation.relu, .relu6, .sigmoid, .softplus] {
        let layers = [200, 200, 40, 3].enumerated().map { k, rows in
          DenseLayer(
            name: "\(k)", weight: randomMatrix(rows, [200, 200, 200, 40][k], &g),
            bias: (0..<rows).map { _ in 1e4 * g.normal() })
        }
        let network = try FeedForwardNetwork(layers: layers, activation: activation)
        let x = (0..<200).map { _ in 1e8 * g.normal() }
        for y in 0..<3 {
          expectBelow(
            network, layers.map { _ in LayerRadius(weight: .uniform(ε)) }, x, label: y, corners: 1, &g, "\(activation)")
        }
      }
    }

    /// The bound is the exact minimum but for round-off: all neurons are active, so rows of layer 2 move against W³.
    @Test(
      "W³W² = 200 products of 10⁶ that cancel to about 0, layer 3 at 1 + W³W²: what pulling back rounds off, in every form",
      arguments: 0..<3)
    func cancellingProducts(_ form: Int) throws {
      for seed in UInt64(0)..<30 {
        var g = SeededGenerator(seed: seed)
        let n = 200
        let second = (0..<n).map { _ in Double.random(in: 1e6...2e6, using: &g) }
        var third = (0..<n).map { _ in Double.random(in: -1...1, using: &g) }
        third[n - 1] = -zip(second, third).dropLast().reduce(0) { $0 + $1.0 * $1.1 } / second[n - 1]
        let layers = [
          DenseLayer(name: "1", weight: Matrix([[1]])),
          DenseLayer(name: "2", weight: Matrix(rows: n, columns: 1, elements: second)),
          DenseLayer(name: "3", weight: Matrix([third]), bias: [1]),
          DenseLayer(name: "4", weight: Matrix([[1], [0]])),
        ]
        let network = try FeedForwardNetwork(layers: layers, activation: .relu)
        let e = (0..<n).map { _ in Double.random(in: 0...1e-3, using: &g) }
        let E: WeightRadius =
          switch form {
          case 0: .uniform(e[0])
          case 1: .rows(e)
          default: .entries(Matrix(rows: n, columns: 1, elements: e))
          }
        let radii = [.uniform(0), E, .uniform(0), WeightRadius.uniform(0)].map { LayerRadius(weight: $0) }
        let worst = ExtendedNetwork(network, radii, x: [1]) { k, i in k == 1 ? (third[i] < 0 ? 1 : -1) : 0 }
        let exact = worst.margin([1], label: 0)
        for certificate in certificateCatalogue {
          let margin = network.margins(certificate, radii: radii, Matrix([[1]]), [0])[0]
          #expect(Float80(margin) <= exact, "\(certificate.key), seed \(seed)")
          // 4 · 217u of magnitudes up to 200 · 2 · 10⁶ · 2 in two layers, and as much for the ranges.
          guard certificate is IntervalLinearCertificate.Type || certificate is LinearCertificate.Type else { continue }
          #expect(Float80(margin) >= exact - 4 * 4 * 217 * 0x1p-53 * 8e8, "\(certificate.key), seed \(seed)")
        }
      }
    }

    /// With ReLU every certificate but the linear ones attains it: there is no other slack than round-off.
    @Test(
      "W = 0, E > 0: the margin −(E_y + E_j)z, z = ρ(E ρ(… E|x|)), is nothing but radii, and no unit too high",
      arguments: 0..<2)
    func onlyRadii(_ form: Int) throws {
      for seed in UInt64(0)..<60 {
        var g = SeededGenerator(seed: seed)
        let depth = 1 + Int(seed % 3)
        let widths = (0..<depth).map { _ in Int.random(in: 1...40, using: &g) } + [3]
        let layers = (0..<depth).map { k in
          DenseLayer(name: "\(k)", weight: Matrix(rows: widths[k + 1], columns: widths[k], repeating: 0))
        }
        let radii = layers.map { layer in
          let E = layer.weight.mapped { _ in Double.random(in: 0...1, using: &g) }
          return LayerRadius(weight: form == 0 ? .uniform(E[0, 0]) : .entries(E))
        }
        let x = (0..<widths[0]).map { _ in g.normal() }
        for activation in [Activation.relu, .sigmoid, .softplus] {
          let network = try FeedForwardNetwork(layers: layers, activation: activation)
          let worst = ExtendedNetwork(network, radii, x: x) { k, i in k + 1 < depth || i != 1 ? 1 : -1 }
          let exact = worst.margin(x, label: 1)
          for certificate in certificateCatalogue {
            let margin = network.margins(certificate, radii: radii, Matrix([x]), [1])[0]
            #expect(Float80(margin) <= exact, "\(certificate.key), \(activation), depth \(depth), seed \(seed)")
            let attains =
              activation == .relu
              && (certificate is IntervalCertificate.Type || certificate is ElementwiseCertificate.Type)
            // At most 40 terms a layer, 8(d + 4)u of a sum up to 40³.
            #expect(!attains || Float80(margin) >= exact * (1 + 3 * 2 * 8 * 48 * 0x1p-53) - 0x1p-1000)
          }
        }
      }
    }

    @Test("margins of one unit in the last place: logits 1 and 1 + 2⁻⁵² after a sum of thirds", arguments: 1...40)
    func tinyMargins(_ d: Int) throws {
      var g = SeededGenerator(seed: UInt64(d))
      let third = 1.0 / 3
      let row = (0..<d).map { $0 % 2 == 0 ? third : -third.nextUp }
      for shift in [-0x1p-52, 0, 0x1p-52, 0x1p-40] {
        let network = try FeedForwardNetwork(
          layers: [
            DenseLayer(name: "1", weight: Matrix([row, row.reversed()]), bias: [1, 1 + shift]),
            DenseLayer(name: "2", weight: Matrix([[1, 0], [0, 1]])),
          ], activation: .relu)
        let x = [Double](repeating: third, count: d)
        for y in 0...1 {
          expectBelow(
            network, [0, 0].map { LayerRadius(weight: .uniform($0)) }, x, label: y, corners: 1, &g, "d = \(d), \(shift)"
          )
        }
      }
    }
  #endif

  /// The margin of label 0 by every certificate.
  private func margins(
    _ layers: [Matrix], biases: [[Double]?] = [], _ activation: Activation = .relu, radii: [LayerRadius]? = nil,
    x: [Double]
  ) throws -> [(key: String, value: Double)] {
    let network = try FeedForwardNetwork(
      layers: layers.enumerated().map {
        DenseLayer(name: "\($0)", weight: $1, bias: biases.isEmpty ? nil : biases[$0])
      },
      activation: activation)
    let radii = radii ?? layers.map { _ in LayerRadius(weight: .uniform(0)) }
    return certificateCatalogue.map { ($0.key, network.margins($0, radii: radii, Matrix([x]), [0])[0]) }
  }

  @Test(
    "W² = W³ = 1.5·10⁻¹⁶²: their 2000 products underflow, times z¹ = 10¹⁰⁰ they do not, f₀ − f₁ = 3·10⁻²²¹ − 4.5·10⁻²²¹ < 0"
  )
  func underflowingProductsOfWeights() throws {
    let w = 1.5e-162
    let (second, third) = (
      Matrix(rows: 2000, columns: 1, repeating: w),
      Matrix([Array(repeating: -w, count: 2000), Array(repeating: 0, count: 2000)])
    )
    for (key, margin) in try margins([Matrix([[1]]), second, third], biases: [nil, nil, [3e-221, 0]], x: [1e100]) {
      #expect(margin <= -1.4e-221, "\(key)")
    }
  }

  @Test("the same with radii: W² = 0 with E² = 1.5·10⁻¹⁶²", arguments: 0..<3)
  func underflowingProductsOfRadii(_ form: Int) throws {
    let (n, w) = (2000, 1.5e-162)
    let E: WeightRadius =
      switch form {
      case 0: .uniform(w)
      case 1: .rows(Array(repeating: w, count: n))
      default: .entries(Matrix(rows: n, columns: 1, repeating: w))
      }
    let third = Matrix([Array(repeating: -w, count: n), Array(repeating: 0, count: n)])
    let still = LayerRadius(weight: .uniform(0))
    for (key, margin) in try margins(
      [Matrix([[1]]), Matrix(rows: n, columns: 1, repeating: 0), third], biases: [nil, nil, [3e-221, 0]],
      radii: [still, LayerRadius(weight: E), still], x: [1e100])
    {
      #expect(margin <= -1.4e-221, "\(key)")
    }
  }

  @Test(
    "coefficients ∞ − ∞ hide nothing: W³(W² − E²) = 10²⁰⁰(10²⁰⁰ − 2 · 10²⁰⁰) meets z¹ = 10⁻²⁰⁰, widths that fill vectors or not",
    arguments: [4, 7, 8, 9], [false, true])
  func opposedOverflow(_ width: Int, _ byRow: Bool) throws {
    let first = Matrix(rows: width, columns: 1, repeating: 1e-200)
    let second = Matrix(rows: 1, columns: width, repeating: 1e200)
    let radii = [.uniform(0), byRow ? .rows([2e200]) : .uniform(2e200), WeightRadius.uniform(0)]
    for (key, margin) in try margins(
      [first, second, Matrix([[1e200], [0]])], biases: [nil, [1 + Double(width)], [-9e199, 0]],
      radii: radii.map { LayerRadius(weight: $0) }, x: [1])
    {
      // z² is at least 1 + width − width = 1: f₀ − f₁ ≥ 10²⁰⁰ − 9 · 10¹⁹⁹.
      #expect(margin <= 1.001e199, "\(key): \(margin)")
    }
  }

  @Test("biases ±1.2 · 10³⁰⁸: their difference overflows, and no margin is said to be infinite")
  func overflowingBiases() throws {
    for hidden in [[], [Matrix([[1], [1]])]] {
      let last = hidden.isEmpty ? Matrix([[1], [1]]) : Matrix([[1, 0], [0, 1]])
      for (key, margin) in try margins(
        hidden + [last], biases: hidden.map { _ in nil } + [[1.2e308, -1.2e308]], x: [1])
      {
        #expect(margin < .infinity, "\(key)")
      }
    }
  }

  @Test("an upper end that is not a number hides no output of ReLU6: z¹ = 6 in one place, 0 · ∞ in another")
  func lostUpperEnds() throws {
    let huge = 1.5e308
    for (key, margin) in try margins(
      [
        Matrix([[huge, -huge, huge, -huge], [1, 0, 0, 0]]), Matrix([[1, 1], [1, 0]]), Matrix([[1, -1], [0, 0]]),
      ], .relu6, x: [10, 10, 10, 10])
    {
      // z¹ is one of [0, 6] × {6}: f₀ − f₁ = min(z₁ + 6, 6) − z₁ may be 0.
      #expect(margin <= 6, "\(key)")
      #expect(!margin.isNaN)
    }
  }
}
