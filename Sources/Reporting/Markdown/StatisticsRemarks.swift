import Analysis

/// What stands below a table of rank statistics: intervals, signs, ties and what was left out.
enum StatisticsRemarks {
  static func blocks(_ statistics: [RankStatistic]) -> [String] {
    let lines =
      [few(statistics)] + signs(statistics) + intervals(statistics)
      + [
        linear(statistics), ties(statistics), leftOut(statistics),
        statistics.contains { $0.gapSource == .logged }
          ? "The gaps are logged ones: no checkpoint was evaluated on both training and test data." : nil,
        statistics.contains { $0.kendallTauB == nil }
          ? "\(MarkdownNumber.missing): undefined, because fewer than two checkpoints are left or all are tied." : nil,
      ]
    let told = lines.compactMap(\.self)
    return told.isEmpty ? [] : [told.map { "- " + $0 }.joined(separator: "\n")]
  }

  private static func few(_ statistics: [RankStatistic]) -> String? {
    let count = statistics.filter { $0.kendallTauB != nil }.map(\.count).max() ?? 0
    return (2..<5).contains(count) ? "Over \(count) checkpoints any order can well be chance." : nil
  }

  /// A correlation against the expectation is a finding, and so is one with it that looks like none.
  private static func signs(_ statistics: [RankStatistic]) -> [String?] {
    func those(_ sign: Double, _ one: RankStatistic) -> Bool { sign * (one.kendallTauB ?? 0) > 0 }
    let larger = statistics.filter { $0.predictor.expectation == .larger && those(-1, $0) }
    let smaller = statistics.filter { $0.predictor.expectation == .smaller }
    let (expected, contrary) = (smaller.filter { those(-1, $0) }, smaller.filter { those(1, $0) })
    let what = StatisticsWords(larger).predictor
    return [
      larger.isEmpty
        ? nil : "τ-b is negative for \(list(larger)): there a larger \(what) goes with a smaller gap.",
      expected.isEmpty
        ? nil : "τ-b is negative, as expected, for \(list(expected)): less of it goes with a larger gap.",
      contrary.isEmpty
        ? nil : "τ-b is positive for \(list(contrary)), against the expectation: more of it goes with a larger gap.",
    ]
  }

  private static func intervals(_ statistics: [RankStatistic]) -> [String?] {
    let drawn = statistics.filter { $0.bootstrap.resampleCount > 0 && $0.kendallTauB != nil }
    let byUnit = [RankStatistic.ResamplingUnit.runs, .checkpoints].map { unit in
      drawn.filter { $0.resamplingUnit == unit }
    }
    return byUnit.map { some in
      guard let first = some.first else { return nil }
      let counts = some.map(\.bootstrap.unitCount)
      let undefined = some.map(\.bootstrap.undefinedCount).max() ?? 0
      return
        "The interval holds the middle 95 % of \(first.bootstrap.resampleCount) resamples, drawn with replacement, of "
        + units(first.resamplingUnit, counts.min() ?? 0, counts.max() ?? 0)
        + (undefined > 0 ? " Resamples without variation are left out: up to \(undefined)." : "")
    }
  }

  private static func units(_ unit: RankStatistic.ResamplingUnit, _ least: Int, _ most: Int) -> String {
    let count = least == most ? "\(least)" : "\(least) to \(most)"
    switch unit {
    case .runs: return "\(count) whole runs, as checkpoints of one run resemble each other."
    case .checkpoints:
      return
        "\(count) single checkpoints, as there are fewer than five runs: as if checkpoints of one run did not depend on "
        + "each other, so that it is too narrow where they do."
    }
  }

  private static func linear(_ statistics: [RankStatistic]) -> String? {
    let keys = statistics.filter { $0.predictor.scale == .linear }.map { MarkdownText.code($0.predictor.key) }.unique
    return keys.isEmpty
      ? nil : "Pearson is of the number itself, without a logarithm, for \(keys.joined(separator: ", "))."
  }

  private static func ties(_ statistics: [RankStatistic]) -> String? {
    let (own, gaps) = (statistics.map(\.tiedPredictors).max() ?? 0, statistics.map(\.tiedGaps).max() ?? 0)
    let what = StatisticsWords(statistics).predictor
    if own == 0, gaps == 0 { return "There are no ties." }
    return "Tied pairs of checkpoints: up to \(own) in a \(what), up to \(gaps) in a gap."
  }

  private static func leftOut(_ statistics: [RankStatistic]) -> String? {
    let copies = statistics.map(\.duplicates).max() ?? 0
    let missing = statistics.filter { $0.missing > 0 }
    let notNumbers = statistics.filter { $0.notNumbers > 0 }
    let parts = [
      copies > 0 ? "byte copies: \(copies)" : nil,
      missing.isEmpty
        ? nil
        : "checkpoints without a value or a gap: up to \(missing.map(\.missing).max() ?? 0), for \(list(missing))",
      notNumbers.isEmpty ? nil : "NaN: up to \(notNumbers.map(\.notNumbers).max() ?? 0), for \(list(notNumbers))",
    ].compactMap(\.self)
    return parts.isEmpty ? nil : "Left out: \(parts.joined(separator: "; "))."
  }

  private static func list(_ statistics: [RankStatistic]) -> String {
    statistics.map { "\(MarkdownText.code($0.predictor.key)) (\($0.gap.rawValue))" }.joined(separator: ", ")
  }
}
