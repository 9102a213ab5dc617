import Analysis

/// Test error − train error of each checkpoint; of the logs where none was evaluated on both, since the two are not one scale.
struct PicturedGap {
  let source: GapSource

  init(of analyses: [CheckpointAnalysis]) {
    let sources = analyses.map(\.gapSource)
    source = [GapSource.evaluated, .logged].first(where: sources.contains) ?? .unavailable
  }

  /// As a share.
  func value(_ analysis: CheckpointAnalysis) -> Double? {
    guard analysis.gapSource == source, let gap = analysis.gap?.error, gap.isFinite else { return nil }
    return gap
  }

  /// The side of training, as a share.
  func trainError(_ analysis: CheckpointAnalysis) -> Double? {
    source == .logged ? analysis.logged?.trainError : analysis.train?.error
  }

  /// The side of the test, as a share.
  func testError(_ analysis: CheckpointAnalysis) -> Double? {
    source == .logged ? analysis.logged?.testError : analysis.test?.error
  }

  /// What is subtracted from what.
  var label: String { "test error − train error" + (source == .logged ? ", both logged" : "") }
}

extension AnalysisReport {
  /// Kendall's τ-b of a bound with a gap; nil where it was not computed or is undefined.
  func ranking(_ bound: String, by gap: RankStatistic.Gap, setting: Int) -> (τ: Double, count: Int)? {
    let statistic = statistics.first { $0.radiusIndex == setting && $0.predictor.key == bound && $0.gap == gap }
    return statistic.flatMap { one in one.kendallTauB.map { ($0, one.count) } }
  }
}
