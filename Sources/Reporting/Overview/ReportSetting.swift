import Analysis

/// All checkpoints at one setting of the radii.
struct ReportSetting {
  /// "ε = 0.001 on all layers"; nil where the run had no radii.
  let title: String?
  let analyses: [CheckpointAnalysis]
}

extension AnalysisReport {
  /// The report by setting of the radii, in order.
  var settings: [ReportSetting] {
    let entries = entries
    return entries.map(\.radiusIndex).unique.map { index in
      ReportSetting(
        title: index.map { parameters.radii[$0].description },
        analyses: entries.filter { $0.radiusIndex == index }.map(\.analysis))
    }
  }
}
