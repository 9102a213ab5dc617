import Analysis
import Statistics

/// How well each bound and measure ranks runs when one hyper-parameter changes and the others stay.
enum ConfigurationSection {
  static func blocks(_ report: AnalysisReport) -> [String] {
    guard let first = report.configurationStatistics.first else { return [] }
    return ["## Does it hold when one hyper-parameter changes?", introduction(first)]
      + report.bySetting(report.configurationStatistics, \.radiusIndex).flatMap { title, statistics in
        title + [correlations(statistics), correlationRemarks(statistics)] + signErrors(statistics)
      }
  }

  private static func introduction(_ statistic: ConfigurationStatistic) -> String {
    "Runs are compared that differ in one hyper-parameter and agree in the others, so that no other one can explain an "
      + "agreement. Each run stands by its last checkpoint; runs that differ in the seed alone are replicates of one configuration. "
      + "Hyper-parameters that differ here: \(statistic.hyperparameters.map(MarkdownText.code).joined(separator: ", ")). "
      + "The gap is test error − train error\(statistic.gapSource == .logged ? ", both logged" : "")."
  }

  private static func correlations(_ statistics: [ConfigurationStatistic]) -> String {
    let names = statistics.first?.hyperparameters ?? []
    var table = MarkdownTable(
      words: ["bound or measure"],
      numbers: ["runs", "configurations"] + names.map { "ψ of \(MarkdownText.escaped($0))" } + ["Ψ", "information"],
      words: ["least, given"])
    for one in statistics {
      let least = one.conditionalInformation?.minimum
      table.add(
        [MarkdownText.escaped(one.predictor.key), "\(one.runCount)", "\(one.configurationCount)"]
          + one.granulatedKendall.coefficients.map(cell)
          + [MarkdownNumber.text(one.granulatedKendall.mean), MarkdownNumber.text(least?.normalized)]
          + [least.map { given($0, names) } ?? MarkdownNumber.missing])
    }
    return table.text
  }

  private static func cell(_ coefficient: GranulatedKendall.Coefficient) -> String {
    "\(MarkdownNumber.text(coefficient.value)) (\(coefficient.finiteCells) of \(coefficient.eligibleCells))"
  }

  private static func given(_ condition: ConditionalMutualInformation.Condition, _ names: [String]) -> String {
    condition.hyperparameters.isEmpty
      ? "nothing" : condition.hyperparameters.map { MarkdownText.escaped(names[$0]) }.joined(separator: ", ")
  }

  private static func correlationRemarks(_ statistics: [ConfigurationStatistic]) -> String {
    let negative = statistics.filter { $0.predictor.expectation == .larger && ($0.granulatedKendall.mean ?? 0) < 0 }
    let expected = statistics.filter { $0.predictor.expectation == .smaller && ($0.granulatedKendall.mean ?? 0) < 0 }
    let leftOut = statistics.map(\.leftOut).max() ?? 0
    let lines = [
      "**ψ** is the mean of Kendall's τ-b over groups of runs in which that hyper-parameter alone changes; in brackets the groups "
        + "with a τ-b, of those with at least two values. **Ψ** is the mean of ψ over the hyper-parameters.",
      "**information**: how much the order of two runs by the number tells about their order by the gap, as a share of what there is "
        + "to know (0 nothing, 1 everything), when up to two hyper-parameters are known: the least over all such choices. It has no sign.",
      negative.isEmpty ? nil : "Ψ is negative for \(list(negative)): there a larger one goes with a smaller gap.",
      expected.isEmpty ? nil : "Ψ is negative, as expected, for \(list(expected)): less of it goes with a larger gap.",
      leftOut > 0
        ? "Runs left out, because hyper-parameters, number or gap are unknown or not finite: up to \(leftOut)." : nil,
      statistics.contains { $0.granulatedKendall.mean == nil || $0.conditionalInformation?.minimum == nil }
        ? "\(MarkdownNumber.missing): undefined, as no group varies in both number and gap, or as there are fewer than three configurations."
        : nil,
    ]
    return lines.compactMap { $0.map { "- " + $0 } }.joined(separator: "\n")
  }

  private static func signErrors(_ statistics: [ConfigurationStatistic]) -> [String] {
    guard let first = statistics.first else { return [] }
    let introduction =
      "**Sign error**: of two configurations that differ in one hyper-parameter, how often the number says the wrong one has the "
      + "larger gap, over pairs of runs whose gaps differ by more than chance among the test samples would allow (0 never, 0.5 as a "
      + "coin, 1 always). Each pair of configurations is an environment, counted in both directions; a good number has a low error in the "
      + "worst of them."
      + (statistics.contains { $0.predictor.expectation == .smaller }
        ? " Of margins the smaller one is taken for the larger gap." : "")
    let rules: [(String, KeyPath<ConfigurationStatistic, SignErrorStatistic.Rule>)] = [
      (
        "Environments with an effective sample size of at least 12, as Dziugaite et al. 2020 ask for",
        \.signErrors.usual
      ),
      ("All environments in which some pair of runs counts (effective sample size of at least 1)", \.signErrors.any),
    ]
    return [introduction]
      + rules.flatMap { title, rule in
        if let reason = first[keyPath: rule].obstacle, statistics.allSatisfy({ $0[keyPath: rule].obstacle == reason }) {
          return ["\(title): none; \(MarkdownText.sentence(reason))"]
        }
        return ["\(title):", table(statistics, rule)]
      }
  }

  private static func table(
    _ statistics: [ConfigurationStatistic], _ rule: KeyPath<ConfigurationStatistic, SignErrorStatistic.Rule>
  ) -> String {
    var table = MarkdownTable(
      words: ["bound or measure"], numbers: ["environments", "mean", "90th percentile", "worst"],
      words: ["none, because"])
    for one in statistics {
      let rule = one[keyPath: rule]
      table.add(
        [
          MarkdownText.escaped(one.predictor.key), "\(rule.all.environmentCount)", MarkdownNumber.text(rule.all.mean),
          MarkdownNumber.text(rule.all.percentile90), MarkdownNumber.text(rule.all.maximum),
          MarkdownText.escaped(rule.obstacle ?? ""),
        ])
    }
    return table.text
  }

  private static func list(_ statistics: [ConfigurationStatistic]) -> String {
    statistics.map { MarkdownText.code($0.predictor.key) }.joined(separator: ", ")
  }
}
