import Analysis
import Bounds

/// A column of the overview: its header and what stands in it.
struct OverviewColumn {
  let header: String
  let cell: (CheckpointAnalysis) -> String

  /// The name within the series; a byte copy is marked.
  static func checkpoint(_ analyses: [CheckpointAnalysis]) -> OverviewColumn {
    let names = CheckpointNames(analyses)
    return OverviewColumn(header: "checkpoint") { MarkdownText.escaped(names[$0]) }
  }

  /// Epoch, errors, gap, γ and the loss at it. The epoch only where one is known, the robust error where weights may move.
  static func measured(_ analyses: [CheckpointAnalysis]) -> [OverviewColumn] {
    let epoch = OverviewColumn(header: "epoch") { $0.file.epoch.map(String.init) ?? MarkdownNumber.missing }
    let hasLogged = analyses.contains { $0.gapSource == .logged }
    let gap = OverviewColumn(header: "gap") { MarkdownNumber.points($0.gap?.error) }
    return (analyses.contains { $0.file.epoch != nil } ? [epoch] : []) + [
      OverviewColumn(header: "train") { MarkdownNumber.percent($0.train?.error) },
      OverviewColumn(header: "test") { MarkdownNumber.percent($0.test?.error) },
    ] + (hasLogged ? logged + [gap, gapSource] : [gap])
      + (analyses.contains { $0.radii.contains { $0 > 0 } } ? [robust] : []) + [
        OverviewColumn(header: "γ") { MarkdownNumber.text($0.marginScale) },
        OverviewColumn(header: "loss") { MarkdownNumber.text($0.train?.robustRampLoss) },
      ]
  }

  /// Errors of the logs, beside those that were measured.
  private static var logged: [OverviewColumn] {
    [
      OverviewColumn(header: "logged train") { MarkdownNumber.percent($0.logged?.trainError) },
      OverviewColumn(header: "logged test") { MarkdownNumber.percent($0.logged?.testError) },
    ]
  }

  /// "evaluated", "logged (metrics.csv)", "unavailable".
  static var gapSource: OverviewColumn {
    OverviewColumn(header: "gap source") { MarkdownText.escaped($0.gapSourceText) }
  }

  private static var robust: OverviewColumn {
    OverviewColumn(header: "robust") { MarkdownNumber.percent($0.test?.robustError) }
  }

  /// The generalization part; whether the total is vacuous is left to the remarks below the table.
  static func bound(_ key: String, among keys: [String]) -> OverviewColumn {
    OverviewColumn(header: shortened(key, among: keys)) { analysis in
      guard let bound = analysis.bound(key) else { return MarkdownNumber.missing }
      return bound.reason == nil ? MarkdownNumber.text(bound.generalizationPart) : "n/a"
    }
  }

  /// n* of the bound that a reader can act on.
  static func sampleCount(_ keys: [String]) -> [OverviewColumn] {
    guard let key = actionable(keys) else { return [] }
    let column = OverviewColumn(header: "n*") { analysis in
      guard let bound = analysis.bound(key), bound.reason == nil else { return MarkdownNumber.missing }
      return MarkdownNumber.sampleCount(bound.sampleCountNeeded)
    }
    return [column]
  }

  /// The bound that holds for the trained network; else the last proved one.
  static func actionable(_ keys: [String]) -> String? {
    if keys.contains(Theorem4PostHoc.key) { return Theorem4PostHoc.key }
    return keys.last { key in boundCatalogue.contains { $0.key == key && $0.isVerified } }
  }

  /// "…-tight" for "theorem4-tight" where a column "theorem4" stands before it.
  static func shortened(_ key: String, among keys: [String]) -> String {
    let before = keys.prefix { $0 != key }
    guard let prefix = before.first(where: { key.hasPrefix($0 + "-") }) else { return key }
    return "…" + key.dropFirst(prefix.count)
  }
}
