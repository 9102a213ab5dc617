import Analysis
import Bounds

/// The terms of every bound of one checkpoint, with what the reader should know about each.
enum BoundTable {
  static func blocks(_ analysis: CheckpointAnalysis) -> [String] {
    guard !analysis.bounds.isEmpty else { return [] }
    var table = MarkdownTable(words: ["bound", "term"], numbers: ["value", "log₁₀"], words: ["note"])
    for bound in analysis.bounds {
      for row in rows(of: bound, slack: analysis.slack(of: bound)) { table.add(row) }
    }
    return [table.text]
  }

  private static func rows(of bound: BoundEvaluation, slack: Double?) -> [[String]] {
    let key = MarkdownText.escaped(bound.key)
    if let reason = bound.reason { return [[key, "n/a", "", "", MarkdownText.escaped(reason)]] }
    let terms = bound.terms.map { term in
      [
        key, MarkdownText.escaped(term.key), MarkdownNumber.text(term.value), MarkdownNumber.log10(term.value),
        term.note.map(MarkdownText.escaped) ?? "",
      ]
    }
    return terms
      + [bound.total.map { [key, "**total**", MarkdownNumber.text($0), MarkdownNumber.log10($0), note(bound, slack)] }]
      .compactMap(\.self)
  }

  private static func note(_ bound: BoundEvaluation, _ slack: Double?) -> String {
    [
      bound.isVerified ? nil : "unverified constants, comparison only",
      bound.isVacuous.map { $0 ? "vacuous" : "not vacuous" },
      "n* = \(MarkdownNumber.sampleCount(bound.sampleCountNeeded))",
      // A total beyond every double leaves a slack that no number tells.
      slack.flatMap { $0.isFinite ? "slack \(MarkdownNumber.text($0)) over the test \(measured(bound))" : nil },
    ].compactMap(\.self).joined(separator: "; ")
  }

  /// What the bound's total is compared with.
  private static func measured(_ bound: BoundEvaluation) -> String {
    bound.coversPerturbedWeights ? "robust error" : "error"
  }
}
