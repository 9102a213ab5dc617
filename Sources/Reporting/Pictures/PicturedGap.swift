import Analysis

/// The gap that a bound is compared with at one setting of the radii.
///
/// Where weights may move, test robust error − train robust ramp loss, which is what Theorem 4 bounds; otherwise test error −
/// train error, of the logs where no checkpoint was evaluated on both (the two are not one scale).
struct PicturedGap {
  let kind: RankStatistic.Gap
  let source: GapSource

  init(of analyses: [CheckpointAnalysis]) {
    source = analyses.contains { $0.gapSource == .evaluated } ? .evaluated : .logged
    let isRobust = analyses.contains { $0.radii.contains { $0 > 0 } && $0.gap?.robust != nil }
    kind = isRobust ? .robust : .error
  }

  /// As a share.
  func value(_ analysis: CheckpointAnalysis) -> Double? {
    guard analysis.gapSource == source, let gap = analysis.gap else { return nil }
    let value = kind == .robust ? gap.robust : gap.error
    return value.flatMap { $0.isFinite ? $0 : nil }
  }

  /// What is subtracted from what.
  var label: String {
    switch (kind, source) {
    case (.robust, _): "test robust error − train robust ramp loss"
    case (.error, .logged): "test error − train error, both logged"
    case (.error, _): "test error − train error"
    }
  }

  /// What a bound's ranking says of it.
  func statistic(_ report: AnalysisReport, _ bound: String, setting: Int) -> RankStatistic? {
    report.statistics.first { $0.radiusIndex == setting && $0.predictor.key == bound && $0.gap == kind }
  }
}
