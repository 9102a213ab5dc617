import Foundation
import Networks
import Testing

@testable import Training

@Suite struct CrossEntropyTests {
  private func evaluate(_ logits: [Double], label: Int) -> (sums: SampleSums, gradient: [Double]) {
    let subject = TrainingCase(
      ParameterLayout(widths: [1, logits.count], hasBiases: true), .relu,
      Array(repeating: 0, count: logits.count) + logits,
      x: [2], label: label)
    return Objective(subject).evaluate(subject.parameters)
  }

  @Test("f = (0, ln 3), y = 0: ln 4; ∂f = (¼ − 1, ¾); with x = 2 that is ∂W = (−3/2, 3/2), ∂β = (−¾, ¾)") func hand() {
    let (sums, gradient) = evaluate([0, log(3)], label: 0)
    #expect(abs(sums.crossEntropy - log(4)) < 4e-16 && sums.errors == 1)
    for (a, b) in zip(gradient, [-1.5, 1.5, -0.75, 0.75]) { #expect(abs(a - b) < 1e-15) }
  }

  @Test("a tie is an error, a lead is none") func errors() {
    #expect(evaluate([1, 1, 0], label: 0).sums.errors == 1 && evaluate([1, 1, 0], label: 1).sums.errors == 1)
    #expect(evaluate([1, 1.5, 0], label: 1).sums.errors == 0 && evaluate([1, 1.5, 0], label: 2).sums.errors == 1)
  }

  @Test("f = (0, 5000): no overflow, ln(1 + e^5000) = 5000") func far() {
    #expect(
      evaluate([0, 5000], label: 0).sums.crossEntropy == 5000 && evaluate([0, 5000], label: 1).sums.crossEntropy == 0)
  }

  @Test("NaN and infinite logits make the sum NaN or infinite, whichever class they stand at") func nonFinite() {
    for bad in [Double.nan, .infinity] {
      #expect(!evaluate([bad, 0, 1], label: 0).sums.crossEntropy.isFinite)
      #expect(!evaluate([0, bad, 1], label: 0).sums.crossEntropy.isFinite)
    }
    #expect(evaluate([-.infinity, 0], label: 0).sums.crossEntropy == .infinity)
  }
}
