import Foundation
import Networks
import Testing

@testable import Training

/// Hand-worked values at ε = 0.1; W¹ = (1 1; 0 2), W² = (1 0; 1 1), W³ = I, x = (1, 2), y = 1: z¹ = (3, 4), z² = (3, 7).
@Suite struct RobustTermTests {
  private let two = TrainingCase(
    ParameterLayout(widths: [2, 2, 2], hasBiases: false), .relu, [1, 1, 0, 2, 1, 0, 0, 1], x: [1, 2], label: 1)
  private let three = TrainingCase(
    ParameterLayout(widths: [2, 2, 2, 2], hasBiases: false), .relu, [1, 1, 0, 2, 1, 0, 1, 1, 1, 0, 0, 1], x: [1, 2],
    label: 1)

  /// The numbers are sums and products of at most 20 operations on numbers below 13.
  private func expect(_ kind: RobustTermKind, _ subject: TrainingCase, _ expected: Double) {
    let objective = Objective(subject, kind, λ: 1, radius: .ball(0.1, .absolute))
    #expect(abs(objective.evaluate(subject.parameters).sums.robustTerm - expected) <= 20 * 13 * 0x1p-53)
  }

  @Test("two layers: (‖W_1 − W_0‖₁ + 2·0.1·2)·0.1·3 + 2·0.1·7 = 0.72 + 1.4 = 2.12") func theorem2() {
    expect(.theorem, two, 2.12)
  }

  @Test("two layers: e¹ = (0.3, 0.3), 0.3 + 0.3 + 2·0.1·(7 + 0.6) = 2.12, the theorem's") func elementwise2() {
    expect(.elementwise, two, 2.12)
  }

  @Test("three layers: (2 + 0.4)(0.1·3·(2 + 0.2) + 0.1·7) + 2·0.1·10 = 2.4·1.36 + 2 = 5.264") func theorem3() {
    expect(.theorem, three, 5.264)
  }

  @Test("three layers: e² = (0.3, 0.6) + 0.1·(7 + 0.6) = (1.06, 1.36), 2.42 + 0.2·(10 + 2.42) = 4.904")
  func elementwise3() {
    expect(.elementwise, three, 4.904)
  }

  @Test("three layers: d² = (1.06, 1.36), m = 7 − 3 − 2.42 − 0.2·(10 + 2.42) = −0.904, R = ln(1 + e^0.904)")
  func interval3() {
    expect(.interval, three, log1p(exp(0.904)))
  }

  @Test(
    "intervals cut at 0: a = (1, −0.05) ± 0.1, z ∈ [0.9, 1.1] × [0, 0.05], m = 0.975 − 0.125 − 0.2·1.15 = 0.62, R = ln(1 + e^−0.62)"
  )
  func intervalCut() {
    let subject = TrainingCase(
      ParameterLayout(widths: [1, 2, 2], hasBiases: false), .relu, [1, -0.05, 1, 0, 0, 1], x: [1], label: 0)
    expect(.interval, subject, log1p(exp(-0.62)))
  }

  @Test("one layer, W = (1, 2; 3, 4), x = (1, −2): 2·0.1·3 = 0.6 by both; m = f_1 − f_0 − 0.6 = −5 + 3 − 0.6 = −2.6")
  func oneLayer() {
    let subject = TrainingCase(
      ParameterLayout(widths: [2, 2], hasBiases: false), .tanh, [1, 2, 3, 4], x: [1, -2], label: 1)
    expect(.theorem, subject, 0.6)
    expect(.elementwise, subject, 0.6)
    expect(.interval, subject, log1p(exp(2.6)))
  }

  @Test(
    "the worst class counts: W = (0; 1; 3), x = 1, y = 0, one hidden neuron, ε = 0.1: max(1, 3)·0.1 + 2·0.1·(1 + 0.1) = 0.52"
  )
  func worstClass() {
    // D_02 = 3: (3 + 0.2)·0.1 + 0.2·1 = 0.52.
    let subject = TrainingCase(
      ParameterLayout(widths: [1, 1, 3], hasBiases: false), .relu, [1, 0, 1, 3], x: [1], label: 0)
    expect(.theorem, subject, 0.52)
    expect(.elementwise, subject, 0.52)
  }

  @Test("margins 2, 0 (the label's own) and −1: ln(1 + e^−2 + e^1); the slopes are e^−m / Σ") func worstMargins() {
    var m = [9, 2, 7, -1.0]
    let value = WorstMargins.crossEntropy(&m, 1..<4, label: 1)
    let sum = 1 + exp(-2.0) + exp(1)
    #expect(abs(value - log(sum)) < 1e-15 * 4)
    #expect(m[0] == 9 && m[2] == 0 && abs(m[1] - exp(-2) / sum) < 1e-16 * 4 && abs(m[3] - exp(1) / sum) < 1e-15)
    var far = [0, 2000, -2000.0]
    #expect(WorstMargins.crossEntropy(&far, 0..<3, label: 0) == 2000 && far == [0, 0, 1])
  }

  @Test("a NaN is worst, wherever it stands") func nan() {
    #expect([1, .nan, 3.0].firstIndexOfMaximum == 1 && [.nan, 2.0].firstIndexOfMaximum == 0)
    #expect([1, 3, 3.0].firstIndexOfMaximum == 1 && [-1.0].firstIndexOfMaximum == 0)
    var parameters = two.parameters
    parameters[4] = .nan
    for kind in RobustTermKind.allCases {
      #expect(Objective(two, kind, λ: 1, radius: .ball(0.1, .absolute)).evaluate(parameters).sums.robustTerm.isNaN)
    }
  }

  @Test("every term has a name, a formula and a source in one line each") func catalogue() {
    #expect(RobustTermKind.allCases.map(\.rawValue) == ["theorem", "elementwise", "interval"])
    #expect(
      RobustTermKind.allCases.flatMap { [$0.formula, $0.source] }.allSatisfy { !$0.isEmpty && !$0.contains("\n") })
  }
}
