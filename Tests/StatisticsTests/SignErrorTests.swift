import Foundation
import Testing

@testable import Statistics

@Suite struct SignErrorTests {
  @Test("two runs against one, n = 10⁴: δ = 0.1 is sure, w = (1 − 2e⁻⁵⁰)² − 1/2; one of two is right, error 1/2, size 2")
  func hand() {
    let runs = ConfiguredRuns(levels: [[0], [0], [1]], predictor: [1, 3, 2], gap: [0.1, 0.1, 0.2])
    let error = SignError(runs, testSampleCount: 10_000)
    #expect(error.pairs == [.init(hyperparameter: 0, error: 0.5, effectiveSampleSize: 2)])
    #expect(error.summary(minimumEffectiveSampleSize: 12).environmentCount == 0)
    // Two directions; 2 is met exactly.
    let summary = error.summary(minimumEffectiveSampleSize: 2)
    #expect(summary == .init(environmentCount: 2, mean: 0.5, percentile90: 0.5, maximum: 0.5))
  }

  @Test("a gap that chance could make has no weight: n δ²/2 = 2, 1 − 2e⁻² = 0.73, 0.73² − 0.5 > 0; at 1.8 it is < 0")
  func chance() {
    func size(_ exponent: Double) -> Double {
      let runs = ConfiguredRuns(levels: [[0], [1]], predictor: [1, 2], gap: [0, (2 * exponent / 100).squareRoot()])
      return SignError(runs, testSampleCount: 100).largestEffectiveSampleSize
    }
    #expect(size(2) == 1 && size(1.8) == 0)
  }

  @Test("configurations that differ in two hyper-parameters are not compared") func two() {
    let runs = ConfiguredRuns(levels: [[0, 0], [1, 1]], predictor: [1, 2], gap: [0, 0.5])
    #expect(SignError(runs, testSampleCount: 10_000).pairs.isEmpty)
  }

  @Test("a tie in the predictor is half an error; the percentile counts both directions: of 0, 0, ½, ½ the 90th is ½")
  func ties() {
    let runs = ConfiguredRuns(levels: [[0, 0], [1, 0], [1, 1]], predictor: [1, 2, 2], gap: [0, 0.3, 0.6])
    let summary = SignError(runs, testSampleCount: 10_000).summary(minimumEffectiveSampleSize: 1)
    #expect(summary == .init(environmentCount: 4, mean: 0.25, percentile90: 0.5, maximum: 0.5))
  }
}
