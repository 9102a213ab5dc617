import Bounds
import Foundation
import Statistics
import Testing

@testable import Analysis

@Suite struct RankStatisticTests {
  private func statistic(
    _ checkpoints: [CheckpointAnalysis], _ key: String = StatisticsSample.Bound.key, _ gap: RankStatistic.Gap = .error
  ) throws -> RankStatistic {
    let all = StatisticsSample.report(checkpoints).statistics
    return try #require(all.first { $0.predictor.key == key && $0.gap == gap })
  }

  @Test("bounds 1, 10, 1000 and gaps 1, 3, 2 %: τ-b = 1/3, ρ = 1/2, r of 0, 1, 3 with them 0.327") func hand() throws {
    let one = try statistic(
      [(1.0, 10), (10, 30), (1000, 20)].map { StatisticsSample.checkpoint("run", bound: $0, testErrors: $1) })
    #expect(one.count == 3 && one.predictor.kind == .bound && one.predictor.scale == .log10)
    #expect(abs(one.kendallTauB! - 1 / 3.0) < 1e-15 && abs(one.correlations.spearman! - 0.5) < 1e-15)
    // Σ (−4/3, −1/3, 5/3)(−1, 1, 0) = 1; squares 42/9 and 2.
    #expect(abs(one.correlations.pearson! - 1 / (42 / 9.0 * 2).squareRoot()) < 1e-14)
    #expect(one.bootstrap.resampleCount == 0)
  }

  @Test("gaps of 0.3 − 0.1 and 0.4 − 0.2, which differ as doubles, are tied") func exactGaps() throws {
    var checkpoints = [300, 400].map { StatisticsSample.checkpoint("run", bound: Double($0), testErrors: $0) }
    checkpoints[0].train = StatisticsSample.risk(100, of: 1000)
    checkpoints[1].train = StatisticsSample.risk(200, of: 1000)
    #expect(0.3 - 0.1 != 0.4 - 0.2 && checkpoints[0].gap?.error == checkpoints[1].gap?.error)
    #expect(try statistic(checkpoints).tiedGaps == 1)
  }

  @Test("byte copies, bounds that do not apply, NaN and ties are counted") func counts() throws {
    var strange = StatisticsSample.checkpoint("run", bound: 4, testErrors: 40)
    strange.test?.error = .nan
    let one = try statistic([
      StatisticsSample.checkpoint("run", bound: 1, testErrors: 10),
      StatisticsSample.checkpoint("run", bound: 1, testErrors: 10, duplicateOf: "x"),
      StatisticsSample.checkpoint("run", bound: 1, testErrors: 20), strange,
      StatisticsSample.checkpoint("run", bound: nil), StatisticsSample.checkpoint("run", bound: 2, testErrors: 20),
    ])
    #expect(one.count == 3 && one.duplicates == 1 && one.missing == 1 && one.notNumbers == 1)
    #expect(one.tiedPredictors == 1 && one.tiedGaps == 1)
  }

  @Test("with four runs checkpoints are drawn, with five whole runs") func units() throws {
    func checkpoints(_ runs: Int) -> [CheckpointAnalysis] {
      (0..<3 * runs).map { index in
        let bound = Double(index * 7 % 11 + 1)
        return StatisticsSample.checkpoint("run \(index / 3)", bound: bound, testErrors: 10 + index * index)
      }
    }
    let (four, five) = (try statistic(checkpoints(4)), try statistic(checkpoints(5)))
    #expect(four.resamplingUnit == .checkpoints && four.bootstrap.unitCount == 12)
    #expect(five.resamplingUnit == .runs && five.bootstrap.unitCount == 5 && five.bootstrap.resampleCount == 1000)
    #expect(four.bootstrap.kendallTauB != nil && five.bootstrap.kendallTauB != nil)
  }

  @Test("the robust gap is for bounds that cover perturbed weights and for sharpness") func robust() {
    let measures = [
      MeasureEvaluation(key: "sharpness", outcome: .value(1)), MeasureEvaluation(key: "other", outcome: .log10(2)),
    ]
    let checkpoints = [1.0, 2].map { StatisticsSample.checkpoint("run", bound: $0, measures: measures) }
    let all = StatisticsSample.report(checkpoints)
    let robust = all.statistics.filter { $0.gap == .robust }.map(\.predictor.key)
    #expect(robust == [StatisticsSample.Bound.key, "sharpness"])
    #expect(all.statistics.filter { $0.gap == .error }.count == 4)
  }

  @Test("a measure of zero has log₁₀ −∞: it has a rank, and no Pearson; a missing one is counted") func zero() throws {
    let outcomes: [MeasureOutcome] = [.log10(-.infinity), .log10(1), .value(100), .notAvailable(reason: "no")]
    let one = try statistic(
      outcomes.enumerated().map { index, outcome in
        StatisticsSample.checkpoint(
          "run", bound: 1, testErrors: 10 + index, measures: [MeasureEvaluation(key: "m", outcome: outcome)])
      }, "m")
    #expect(one.predictor.kind == .measure && one.predictor.scale == .log10 && one.missing == 1)
    // 3/(√3 · √3): two roots and a product, each off by 2⁻⁵³ at most.
    #expect(abs(try #require(one.kendallTauB) - 1) <= 0x1p-51 && one.correlations.pearson == nil)
  }

  @Test("several settings of the radii: each has its own checkpoints; nothing depends on the workers") func settings() {
    let checkpoints = (0..<12).map {
      StatisticsSample.checkpoint("run", bound: Double($0 % 6 * 5 % 7 + 1), testErrors: 10 + $0)
    }
    var report = StatisticsSample.report(checkpoints, settings: 2)
    #expect(report.statistics.map(\.radiusIndex) == [0, 0, 0, 1, 1, 1])
    let statistics = report.statistics
    report.computeStatistics(workers: WorkerCount(1, cores: 1))
    #expect(report.statistics == statistics)
  }

  @Test("without any gap there is nothing") func nothing() {
    var one = StatisticsSample.checkpoint("run", bound: 1)
    one.test = nil
    #expect(StatisticsSample.report([one]).statistics.isEmpty)
  }
}
