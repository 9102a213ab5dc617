import Bounds
import Statistics
import Testing

@testable import Analysis

@Suite struct ConfigurationStatisticTests {
  /// Two rates, two widths, two seeds; the bound grows with both, the gap too but for the seed.
  private func runs(_ change: (inout CheckpointAnalysis, Int) -> Void = { _, _ in }) -> [CheckpointAnalysis] {
    (0..<8).map { index in
      let (rate, width, seed) = (index & 1, index >> 1 & 1, index >> 2)
      var one = StatisticsSample.checkpoint(
        "run \(index)", bound: Double(1 + rate + 2 * width), testErrors: 100 + 100 * rate + 300 * width + seed,
        hyperparameters: ["rate": rate == 0 ? "0.1" : "1", "width": "\(width)", "seed": "\(seed)", "epochs": "3"])
      change(&one, index)
      return one
    }
  }

  @Test("replicates are averaged; ψ = Ψ = 1 over two cells each; no sign error where gaps differ by 10 points")
  func agreement() throws {
    let one = try #require(StatisticsSample.report(runs()).configurationStatistics.first)
    #expect(one.hyperparameters == ["rate", "width"] && one.runCount == 8 && one.configurationCount == 4)
    #expect(one.granulatedKendall.coefficients.map(\.finiteCells) == [2, 2] && one.granulatedKendall.mean == 1)
    #expect(abs(one.conditionalInformation!.minimum!.normalized! - 1) < 1e-12)
    #expect(one.signErrors.testSampleCount == 1000 && one.signErrors.pairCount == 4)
    #expect(one.signErrors.any.all.maximum == 0 && one.signErrors.any.all.environmentCount == 8)
    #expect(one.signErrors.usual.all.environmentCount == 0)
    #expect(one.signErrors.usual.obstacle?.hasPrefix("no environment reaches an effective sample size of 12") == true)
  }

  @Test("the last checkpoint of a run counts, byte copies and earlier ones do not") func last() throws {
    let earlier = runs { one, _ in one.bounds = StatisticsSample.checkpoint("", bound: 5).bounds }
    let copies = runs { one, _ in
      one.bounds = StatisticsSample.checkpoint("", bound: 5).bounds
      one.duplicateOf = "x"
    }
    let mixed = zip(zip(earlier, runs()), copies).flatMap { [$0.0.0, $0.0.1, $0.1] }
    #expect(
      StatisticsSample.report(mixed).configurationStatistics == StatisticsSample.report(runs()).configurationStatistics)
  }

  @Test("a run of unknown hyper-parameters and one without the bound are left out and counted") func leftOut() throws {
    let report = StatisticsSample.report(
      runs { one, index in
        if index == 0 { one.hyperparameters = [:] }
        if index == 1 { one.bounds = StatisticsSample.checkpoint("", bound: nil).bounds }
      })
    let one = try #require(report.configurationStatistics.first)
    #expect(one.leftOut == 2 && one.runCount == 6 && one.configurationCount == 4)
  }

  @Test("seeds alone are no configurations") func seeds() {
    let same = runs { one, index in one.hyperparameters = ["rate": "1", "seed": "\(index)"] }
    #expect(StatisticsSample.report(same).configurationStatistics.isEmpty)
  }

  @Test("an error of a margin is that a larger one goes with a larger gap") func margin() throws {
    // The catalogue knows no such key: the sign is taken from the statistic's own rule.
    let smaller = Predictor(.measure, "margin", scale: .linear, expectation: .smaller)
    let larger = Predictor(.measure, "margin", scale: .linear)
    let analyses = runs()
    let configurations = RunConfigurations(of: analyses.map(\.hyperparameters))
    let gaps = try #require(MeasuredGaps(of: analyses))
    let sizes = analyses.map { analysis in analysis.bounds[0].generalizationPart?.log10 }
    func worst(_ predictor: Predictor) -> Double? {
      ConfigurationStatistic(PredictorValues(predictor: predictor, values: sizes), gaps, analyses, configurations, 0)
        .signErrors.any.all.maximum
    }
    #expect(worst(larger) == 0 && worst(smaller) == 1)
  }

  @Test("reasons for no environment: nothing alike but one; chance") func reasons() throws {
    let different = runs { one, index in one.hyperparameters = ["a": "\(index)", "b": "\(index)"] }
    let one = try #require(StatisticsSample.report(different).configurationStatistics.first)
    #expect(one.signErrors.any.obstacle == "no two configurations differ in one hyper-parameter alone")
    #expect(one.granulatedKendall.mean == nil && one.granulatedKendall.coefficients.map(\.eligibleCells) == [0, 0])
    let alike = runs { one, index in one.test = StatisticsSample.risk(100 + index, of: 1000) }
    let chance = try #require(StatisticsSample.report(alike).configurationStatistics.first)
    #expect(
      chance.signErrors.any.obstacle == "chance among 1000 test samples could make every difference of two gaps")
  }
}
