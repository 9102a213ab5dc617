import Foundation
import Networks
import Testing

@testable import Training

@Suite struct BatchGradientTests {
  static let activations =
    Activation.named.map(\.activation) + [.clip(lower: 0.1, upper: 1.2), .clip(lower: -1, upper: 0.5)]

  @Test(
    "cross-entropy with μ: gradient = differences, 1 to 5 layers, with and without biases, 1 to 3 threads",
    arguments: activations)
  func crossEntropy(_ activation: Activation) {
    for depth in 1...5 {
      for hasBiases in [true, false] {
        let seed = UInt64(depth * 2 + (hasBiases ? 1 : 0))
        // With 3 threads and 1, 2 or 6 samples some threads have none.
        let subject = TrainingCase(
          seed: seed, widths: TrainingCase.widths(depth: depth), hasBiases: hasBiases, activation: activation,
          samples: [6, 1, 2][depth % 3])
        let objective = Objective(subject, μ: hasBiases ? 0 : 0.3, threads: 1 + depth % 3)
        let check = DirectionalDifferences(
          of: { objective($0) }, gradient: objective.gradient(subject.parameters), at: subject.parameters, seed: seed)
        #expect(check.compared == 3 && check.worst <= 1, "\(depth) layers, biases \(hasBiases): \(check)")
      }
    }
  }

  /// A gradient is a mean of B samples' gradients. However the samples are grouped, each entry is a sum of n ≤ B + Σ(d_k + 2)
  /// terms along the way, so that two orders differ by at most 2 n u times the sum of the terms' magnitudes. The latter is
  /// bounded by that of the samples' gradients in the same layer times the growth by cancellation, for which 100 is allowed.
  @Test("threads change nothing but the order of sums", arguments: RobustTermKind.allCases)
  func threadsAgree(_ term: RobustTermKind) {
    let subject = TrainingCase(seed: 5, widths: [5, 7, 6, 4], samples: 11)
    func objective(_ threads: Int) -> Objective {
      Objective(subject, term, λ: 0.5, radius: .ball(0.02, .largestWeight), threads: threads)
    }
    let single = (0..<11).map { objective(1).evaluate(subject.parameters, [$0]).gradient }
    let magnitudes = single.reduce(0.0) { sum, g in sum + (g.map(\.magnitude).max() ?? 0) / 11 }
    let tolerance = 100 * 2 * Double(11 + 5 + 7 + 6 + 4 + 8) * 0x1p-53 * magnitudes
    let one = objective(1).evaluate(subject.parameters)
    for threads in [2, 3, 4, 16] {
      let many = objective(threads).evaluate(subject.parameters)
      #expect(zip(one.gradient, many.gradient).allSatisfy { abs($0 - $1) <= tolerance }, "\(threads)")
      #expect(abs(one.sums.robustTerm - many.sums.robustTerm) <= 1e-14 * one.sums.robustTerm)
      #expect(one.sums.errors == many.sums.errors)
      #expect(objective(threads).evaluate(subject.parameters).gradient == many.gradient, "the same bits again")
    }
  }

  @Test("the mean over a batch is the mean of its samples, whatever their order") func mean() {
    let subject = TrainingCase(seed: 8, widths: [3, 4, 3])
    let objective = Objective(subject, .interval, λ: 1, radius: .ball(0.05, .absolute))
    let all = objective.evaluate(subject.parameters, [4, 2, 0])
    let parts = [0, 2, 4].map { objective.evaluate(subject.parameters, [$0]) }
    #expect(relative(all.sums.crossEntropy, parts.reduce(0) { $0 + $1.sums.crossEntropy }) < 1e-14)
    for i in all.gradient.indices {
      #expect(abs(all.gradient[i] - parts.reduce(0) { $0 + $1.gradient[i] / 3 }) < 1e-14)
    }
  }

  @Test("no samples: sums of 0 and no gradient", arguments: RobustTermKind.allCases) func noSamples(
    _ term: RobustTermKind
  ) {
    let subject = TrainingCase(seed: 8, widths: [3, 4, 4, 3])
    let objective = Objective(subject, term, λ: 1, radius: .ball(0.05, .range), threads: 2)
    _ = objective.evaluate(subject.parameters)
    let (sums, gradient) = objective.evaluate(subject.parameters, [])
    #expect(sums.crossEntropy == 0 && sums.robustTerm == 0 && sums.errors == 0 && gradient.allSatisfy { $0 == 0 })
  }

  @Test("a batch without the robust term after one with it is as if it were the first") func forgetsTheTerm() {
    let subject = TrainingCase(seed: 9, widths: [3, 4, 3])
    for term in RobustTermKind.allCases {
      var objective = Objective(subject, term, λ: 1, radius: .ball(0.1, .absolute))
      _ = objective.evaluate(subject.parameters)
      objective.λ = 0
      #expect(
        objective.evaluate(subject.parameters).gradient == Objective(subject).evaluate(subject.parameters).gradient)
    }
  }

  @Test("the first layer that is not finite is named; the next batch is clean") func nonFinite() {
    let subject = TrainingCase(seed: 10, widths: [3, 4, 4, 3])
    let objective = Objective(subject, .interval, λ: 1, radius: .ball(0.1, .absolute), threads: 2)
    let clean = objective.evaluate(subject.parameters).gradient
    for (layer, entry) in [(1, 0), (2, subject.layout.weights[1].offset), (3, subject.layout.biases[2].lowerBound)] {
      var broken = subject.parameters
      broken[entry] = .nan
      #expect(objective.evaluate(broken).sums.crossEntropy.isNaN)
      #expect(objective.batch.firstNonFiniteLayer() == layer)
    }
    #expect(objective.evaluate(subject.parameters).gradient == clean)
    #expect(objective.batch.firstNonFiniteLayer() == nil)
  }

  private func relative(_ a: Double, _ b: Double) -> Double { abs(a - b) / max(abs(a), abs(b)) }
}
