import Analysis

/// How well each bound ranks the checkpoints by their gap.
enum StatisticsSection {
  static func blocks(_ report: AnalysisReport) -> [String] {
    guard !report.statistics.isEmpty else { return [] }
    let settings = report.statistics.map(\.radiusIndex).unique
    let heading = "## Does a larger bound go with a larger gap?"
    guard report.statistics.contains(where: { $0.kendallTauB != nil }) else { return [heading, undefined(report)] }
    return [heading, scale]
      + settings.flatMap { setting in
        let statistics = report.statistics.filter { $0.radiusIndex == setting }
        return title(setting, of: settings, report) + [table(statistics)] + remarks(statistics)
      }
  }

  private static let scale =
    "Rank correlations of each bound's generalization part with the measured gap over the checkpoints: 1 the "
    + "same order, −1 the opposite order, 0 none. The gap is test error − train error, or, called robust, test robust error − "
    + "train loss at γ, which is the difference that Theorem 4 is about. Ties are pairs of checkpoints with the same value."

  private static func undefined(_ report: AnalysisReport) -> String {
    let count = report.statistics.map(\.count).max() ?? 0
    return
      "Rank correlations are undefined here: they need two checkpoints that differ in the bound and in the gap, and "
      + (count < 2
        ? "there \(count == 1 ? "is one" : "is none") with both measured, byte copies aside." : "all are tied.")
  }

  private static func title(_ setting: Int, of settings: [Int], _ report: AnalysisReport) -> [String] {
    guard settings.count > 1, report.parameters.radii.indices.contains(setting) else { return [] }
    return ["### \(report.parameters.radii[setting])"]
  }

  private static func table(_ statistics: [RankStatistic]) -> String {
    var table = MarkdownTable(
      words: ["bound", "gap"],
      numbers: ["checkpoints", "τ-b", "Spearman", "tied bounds", "tied gaps", "copies left out", "missing"])
    for one in statistics {
      table.add(
        [
          MarkdownText.escaped(one.bound), name(one.gap), "\(one.count)", MarkdownNumber.text(one.kendallTauB),
          MarkdownNumber.text(one.spearman), "\(one.tiedBounds)", "\(one.tiedGaps)", "\(one.duplicates)",
          "\(one.missing)",
        ])
    }
    return table.text
  }

  private static func name(_ gap: RankStatistic.Gap) -> String {
    switch gap {
    case .error: "error"
    case .robust: "robust"
    }
  }

  private static func remarks(_ statistics: [RankStatistic]) -> [String] {
    let negative = statistics.filter { ($0.kendallTauB ?? 0) < 0 }
    let lines = [
      few(statistics),
      statistics.contains { $0.gapSource == .logged }
        ? "The gaps are logged ones: no checkpoint was evaluated on both training and test data." : nil,
      negative.isEmpty ? nil : "τ-b is negative for \(list(negative)): there a larger bound goes with a smaller gap.",
      statistics.contains { $0.kendallTauB == nil }
        ? "\(MarkdownNumber.missing): undefined, because fewer than two checkpoints are left or all are tied." : nil,
    ].compactMap(\.self)
    return lines.isEmpty ? [] : [lines.map { "- " + $0 }.joined(separator: "\n")]
  }

  private static func few(_ statistics: [RankStatistic]) -> String? {
    let count = statistics.filter { $0.kendallTauB != nil }.map(\.count).max() ?? 0
    return (2..<5).contains(count) ? "Over \(count) checkpoints any order can well be chance." : nil
  }

  private static func list(_ statistics: [RankStatistic]) -> String {
    statistics.map { "\(MarkdownText.code($0.bound)) (\(name($0.gap)))" }.joined(separator: ", ")
  }
}
