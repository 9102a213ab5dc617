import Analysis
import Statistics

/// How well each bound and measure ranks the checkpoints by their gap.
enum StatisticsSection {
  static func blocks(_ report: AnalysisReport) -> [String] {
    guard !report.statistics.isEmpty else { return [] }
    let words = StatisticsWords(report.statistics)
    let heading = "## Does a larger \(words.predictor) go with a larger gap?"
    guard report.statistics.contains(where: { $0.kendallTauB != nil }) else { return [heading, undefined(report)] }
    return [heading, words.introduction]
      + report.bySetting(report.statistics, \.radiusIndex).flatMap { title, statistics in
        title + [table(statistics)] + StatisticsRemarks.blocks(statistics)
      }
  }

  private static func undefined(_ report: AnalysisReport) -> String {
    let count = report.statistics.map(\.count).max() ?? 0
    return
      "Rank correlations are undefined here: they need two checkpoints that differ in the bound and in the gap, and "
      + (count < 2
        ? "there \(count == 1 ? "is one" : "is none") with both measured, byte copies aside." : "all are tied.")
  }

  private static func table(_ statistics: [RankStatistic]) -> String {
    var table = MarkdownTable(
      words: [StatisticsWords(statistics).predictor, "gap"],
      numbers: ["checkpoints", "τ-b", "95 % interval", "Spearman", "Pearson"])
    for one in statistics {
      table.add(
        [
          MarkdownText.escaped(one.predictor.key), one.gap.rawValue, "\(one.count)",
          MarkdownNumber.text(one.kendallTauB), interval(one.bootstrap.kendallTauB),
          MarkdownNumber.text(one.correlations.spearman), MarkdownNumber.text(one.correlations.pearson),
        ])
    }
    return table.text
  }

  /// The other intervals, ties and what was left out, folded.
  static func details(_ report: AnalysisReport) -> [String] {
    guard report.statistics.contains(where: { $0.kendallTauB != nil }) else { return [] }
    let blocks = report.bySetting(report.statistics, \.radiusIndex).flatMap { title, statistics in
      title + [detailTable(statistics)]
    }
    return folded("Intervals of Spearman and Pearson, ties, and what was left out", blocks)
  }

  private static func detailTable(_ statistics: [RankStatistic]) -> String {
    var table = MarkdownTable(
      words: [StatisticsWords(statistics).predictor, "gap"],
      numbers: [
        "Spearman 95 %", "Pearson 95 %", "undefined resamples", "pairs tied in it", "tied gaps", "copies left out",
        "missing", "NaN",
      ])
    for one in statistics {
      let counts = [
        one.bootstrap.undefinedCount, one.tiedPredictors, one.tiedGaps, one.duplicates, one.missing, one.notNumbers,
      ]
      table.add(
        [
          MarkdownText.escaped(one.predictor.key), one.gap.rawValue, interval(one.bootstrap.spearman),
          interval(one.bootstrap.pearson),
        ] + counts.map { "\($0)" })
    }
    return table.text
  }

  private static func interval(_ interval: Bootstrap.Interval?) -> String {
    guard let interval else { return MarkdownNumber.missing }
    return "\(MarkdownNumber.text(interval.lower)) to \(MarkdownNumber.text(interval.upper))"
  }
}

extension AnalysisReport {
  /// Statistics by setting of the radii, each with a heading where there are several.
  func bySetting<Statistic>(
    _ statistics: [Statistic], _ index: (Statistic) -> Int
  ) -> [(title: [String], statistics: [Statistic])] {
    let settings = statistics.map(index).unique
    return settings.map { setting in
      let isTitled = settings.count > 1 && parameters.radii.indices.contains(setting)
      return (isTitled ? ["### \(parameters.radii[setting])"] : [], statistics.filter { index($0) == setting })
    }
  }
}

/// Words that depend on whether there are measures and robust gaps.
struct StatisticsWords {
  private let hasMeasures: Bool
  private let hasRobustGaps: Bool

  init(_ statistics: [RankStatistic]) {
    hasMeasures = statistics.contains { $0.predictor.kind == .measure }
    hasRobustGaps = statistics.contains { $0.gap == .robust }
  }

  /// What is compared with the gap.
  var predictor: String { hasMeasures ? "bound or measure" : "bound" }

  var introduction: String {
    "How each bound's generalization part\(hasMeasures ? ", and each measure," : "") goes with the measured gap over the "
      + "checkpoints: 1 the same order, −1 the opposite order, 0 none. **τ-b** (Kendall) is the share of pairs of "
      + "checkpoints that both put in the same order, minus the share that they put in opposite orders, corrected for ties "
      + "(pairs with the same value). **Spearman** is the correlation of ranks. **Pearson** is the correlation of log₁₀ of the "
      + "\(predictor) with the gap: 1 where they lie on a rising line. The gap is test error − train error"
      + (hasRobustGaps
        ? ", or, called robust, test robust error − train loss at γ, which is the difference that Theorem 4 is about: it is "
          + "compared with what covers perturbed weights." : ".")
  }
}
