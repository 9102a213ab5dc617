import Certification
import Networks
import Testing

@testable import Training

@Suite struct RobustGradientTests {
  static let activations: [Activation] = [.relu, .relu6, .sigmoid, .softplus, .clip(lower: 0.1, upper: 1.2)]

  static let radii: [TrainingRadius] =
    [.ball(0.02, .absolute), .ball(0.03, .largestWeight), .ball(0.015, .range)]
    + [8, 4].flatMap { bits in
      [QuantizationScheme.perChannel, .perTensor].map { .rounding(Quantization(bits: bits, scheme: $0)) }
    }

  static let pairs = RobustTermKind.allCases.flatMap { term in radii.indices.map { (term, $0) } }

  @Test("CE + λR + μ: gradient = differences, 1 to 5 layers, every term with every radius", arguments: pairs)
  func everyRadius(_ term: RobustTermKind, _ index: Int) {
    for depth in 1...5 {
      let activation = Self.activations[(index + depth) % Self.activations.count]
      check(term, Self.radii[index], activation, depth: depth, hasBiases: (index + depth) % 2 == 0)
    }
  }

  @Test("the same, every term with every activation it admits", arguments: RobustTermKind.allCases, activations)
  func everyActivation(_ term: RobustTermKind, _ activation: Activation) {
    for depth in 2...4 {
      check(term, .rounding(Quantization(bits: 6, scheme: .perChannel)), activation, depth: depth, hasBiases: true)
    }
  }

  private func check(
    _ term: RobustTermKind, _ radius: TrainingRadius, _ activation: Activation, depth: Int, hasBiases: Bool
  ) {
    let seed = UInt64(100 + depth)
    let subject = TrainingCase(
      seed: seed, widths: TrainingCase.widths(depth: depth), hasBiases: hasBiases, activation: activation, samples: 4)
    let objective = Objective(
      subject, term, λ: 0.7, radius: radius, factor: depth % 2 == 0 ? 0.6 : 1, μ: depth == 3 ? 0.2 : 0,
      threads: 1 + depth % 3)
    let check = DirectionalDifferences(
      of: { objective($0) }, gradient: objective.gradient(subject.parameters), at: subject.parameters, seed: seed)
    #expect(
      check.compared == 3 && check.worst <= 1, "\(term), \(radius), \(activation), \(depth) layers: \(check)")
  }

  @Test("a radius factor of 0 leaves nothing to lose: R = 0, and ln(1 + Σ e^−m) of the natural margins for intervals")
  func noRadius() {
    let subject = TrainingCase(seed: 3, widths: [3, 4, 3])
    for term in RobustTermKind.allCases {
      let sums = Objective(subject, term, λ: 1, radius: .ball(0.1, .range), factor: 0)
        .evaluate(subject.parameters).sums
      if term == .interval {
        #expect(abs(sums.robustTerm - sums.crossEntropy) <= 1e-14 * sums.crossEntropy)
      } else {
        #expect(sums.robustTerm == 0)
      }
    }
  }
}
