import Analysis
import Bounds
import Checkpoints

/// Everything about each checkpoint, folded: layers, and at each setting of the radii risks and terms of the bounds.
enum DetailSection {
  static func blocks(_ report: AnalysisReport) -> [String] {
    guard !report.checkpoints.isEmpty else { return [] }
    return ["## Details"] + LayerSection.legend(report)
      + report.entriesByCheckpoint.flatMap { entries in
        folded(
          entries[0].analysis.file.label, facts(entries[0].analysis) + measurements(entries, in: report))
      }
  }

  /// Layers, what was measured at each setting, and measures; a byte copy has the numbers of its original.
  private static func measurements(_ entries: [ReportEntry], in report: AnalysisReport) -> [String] {
    guard entries[0].analysis.duplicateOf == nil else { return [] }
    return LayerSection.tables(entries[0].analysis) + entries.flatMap { setting($0, in: report) }
      + MeasureTable.blocks(entries, in: report)
  }

  private static func facts(_ analysis: CheckpointAnalysis) -> [String] {
    let file = analysis.file
    let lines = [
      "path: \(MarkdownText.code(file.path))",
      file.epoch.map { "epoch: \($0)" },
      file.step.map { "step: \($0)" },
      "SHA-256: \(MarkdownText.code(analysis.sha256))",
      analysis.duplicateOf.map { "byte copy of \(MarkdownText.escaped($0)): see there" },
      analysis.reading.activation.map { "activation: \(MarkdownText.escaped($0))" },
      analysis.reading.biases.map { "biases: \(MarkdownText.escaped($0))" },
      analysis.reading.obstacle.map { "obstacle: \(MarkdownText.escaped($0))" },
      analysis.logged.map(logged),
    ].compactMap(\.self)
    return [lines.map { "- " + $0 }.joined(separator: "\n")]
  }

  private static func logged(_ metrics: LoggedMetrics) -> String {
    let place = [metrics.epoch.map { "epoch \($0)" }, metrics.step.map { "step \($0)" }].compactMap(\.self)
    let numbers = [
      metrics.trainError.map { "train error \(MarkdownNumber.percent($0))" },
      metrics.testError.map { "test error \(MarkdownNumber.percent($0))" },
      metrics.trainLoss.map { "train loss \(MarkdownNumber.text($0))" },
      metrics.testLoss.map { "test loss \(MarkdownNumber.text($0))" },
    ].compactMap(\.self)
    return "logged in \(MarkdownText.code(metrics.file))\(place.isEmpty ? "" : ", " + place.joined(separator: ", ")): "
      + "\(numbers.joined(separator: ", ")) (\(MarkdownText.escaped(metrics.columns.joined(separator: "; "))))"
  }

  private static func setting(_ entry: ReportEntry, in report: AnalysisReport) -> [String] {
    let title = entry.radiusIndex.map { "**\(report.parameters.radii[$0])**" }
    return (title.map { [$0] } ?? []) + RiskTable.blocks(entry.analysis) + BoundTable.blocks(entry.analysis)
  }
}
