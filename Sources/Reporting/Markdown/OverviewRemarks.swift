import Analysis
import Bounds

/// What stands below a table of the overview: vacuity, bounds that do not apply, byte copies.
enum OverviewRemarks {
  static func blocks(_ analyses: [CheckpointAnalysis]) -> [String] {
    let lines = vacuity(analyses) + notApplicable(analyses) + obstacles(analyses) + copies(analyses)
    return lines.isEmpty ? [] : [lines.map { "- " + $0 }.joined(separator: "\n")]
  }

  private static func vacuity(_ analyses: [CheckpointAnalysis]) -> [String] {
    let evaluated = analyses.flatMap { analysis in
      analysis.bounds.compactMap { bound in bound.isVacuous.map { (analysis.file.label, bound.key, $0) } }
    }
    guard !evaluated.isEmpty else { return [] }
    let informative = evaluated.filter { !$0.2 }
    if informative.isEmpty {
      let which = analyses.contains { $0.bounds.contains { $0.reason != nil } } ? " that applies" : ""
      return ["Every bound\(which) here is vacuous: its total is at least 1, which says nothing about an error rate."]
    }
    if informative.count == evaluated.count { return ["No bound here is vacuous: every total is below 1."] }
    return informative.map(\.1).unique.map { key in
      let labels = informative.filter { $0.1 == key }.map { MarkdownText.escaped($0.0) }
      return "\(MarkdownText.code(key)) is below 1, so not vacuous, for \(MarkdownText.list(labels))."
    } + ["All other bounds here are vacuous: their total is at least 1."]
  }

  /// Bounds of one checkpoint that do not apply for one reason.
  private struct Failure: Hashable {
    let reason: String
    /// The bounds' keys; empty for all of them.
    let keys: [String]
  }

  /// Each reason once, with the bounds (unless all) and the checkpoints it is about.
  private static func notApplicable(_ analyses: [CheckpointAnalysis]) -> [String] {
    let failures = analyses.flatMap { analysis in self.failures(of: analysis).map { (analysis.file.label, $0) } }
    return failures.map(\.1).unique.map { failure in
      let bounds = failure.keys.isEmpty ? "" : " (\(failure.keys.map(MarkdownText.code).joined(separator: ", ")))"
      let labels = failures.filter { $0.1 == failure }.map { MarkdownText.escaped($0.0) }
      return "n/a\(bounds) for \(MarkdownText.list(labels)): \(MarkdownText.sentence(failure.reason))"
    }
  }

  private static func failures(of analysis: CheckpointAnalysis) -> [Failure] {
    analysis.bounds.compactMap(\.reason).unique.map { reason in
      let keys = analysis.bounds.filter { $0.reason == reason }.map(\.key)
      return Failure(reason: reason, keys: keys.count == analysis.bounds.count ? [] : keys)
    }
  }

  /// Obstacles that no bound has named already.
  private static func obstacles(_ analyses: [CheckpointAnalysis]) -> [String] {
    analyses.compactMap { analysis in
      guard let obstacle = analysis.reading.obstacle, !analysis.bounds.contains(where: { $0.reason == obstacle }) else {
        return nil
      }
      return "\(MarkdownText.escaped(analysis.file.label)): \(MarkdownText.sentence(obstacle))"
    }
  }

  private static func copies(_ analyses: [CheckpointAnalysis]) -> [String] {
    let copies = analyses.compactMap { analysis in
      analysis.duplicateOf.map { "\(MarkdownText.escaped(analysis.file.label)) of \(MarkdownText.escaped($0))" }
    }
    return copies.isEmpty ? [] : ["Byte copies, left out of the rank statistics: \(MarkdownText.list(copies))."]
  }
}
