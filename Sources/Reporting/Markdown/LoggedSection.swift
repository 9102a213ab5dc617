import Analysis
import Checkpoints
import Foundation
import MatrixNorms

/// Norms beside the gap that the run's own logs tell, where they do: one table for each series.
enum LoggedSection {
  static func blocks(_ report: AnalysisReport) -> [String] {
    let analyses = report.entriesByCheckpoint.compactMap(\.first?.analysis)
    guard analyses.contains(where: { $0.logged != nil }) else { return [] }
    let series = analyses.map(\.file.series).unique
    let tables = series.flatMap { name in
      (series.count > 1 ? ["### series \(MarkdownText.escaped(name))"] : [])
        + [table(analyses.filter { $0.file.series == name })]
    }
    return ["## Logged gap", legend] + tables + sentence(report)
  }

  private static let legend =
    "Π‖W‖₂: product of the certified spectral norms; train, test, gap: misclassified samples as logged; losses as logged."

  private static func table(_ analyses: [CheckpointAnalysis]) -> String {
    let epoch = OverviewColumn(header: "epoch") { number($0.file.epoch ?? $0.logged?.epoch) }
    let step = OverviewColumn(header: "step") { number($0.file.step ?? $0.logged?.step) }
    let keys = [epoch, step].filter { column in analyses.contains { column.cell($0) != MarkdownNumber.missing } }
    let columns =
      [.checkpoint(analyses)] + keys + [
        OverviewColumn(header: "Π‖W‖₂") { MarkdownNumber.text($0.layers.map(\.norms.spectralNorm.upperBound).product) },
        OverviewColumn(header: "train") { MarkdownNumber.percent($0.logged?.trainError) },
        OverviewColumn(header: "test") { MarkdownNumber.percent($0.logged?.testError) },
        OverviewColumn(header: "gap") { MarkdownNumber.points($0.gap?.error) },
        OverviewColumn(header: "train loss") { MarkdownNumber.text($0.logged?.trainLoss) },
        OverviewColumn(header: "test loss") { MarkdownNumber.text($0.logged?.testLoss) },
        .gapSource,
      ]
    var table = MarkdownTable(columns.enumerated().map { ($1.header, $0 == 0 ? .left : .right) })
    for analysis in analyses { table.add(columns.map { $0.cell(analysis) }) }
    return table.text
  }

  private static func number(_ x: Int?) -> String { x.map(String.init) ?? MarkdownNumber.missing }

  /// What a reader must know about logged gaps; none where there is none.
  static func sentence(_ report: AnalysisReport) -> [String] {
    guard report.checkpoints.contains(where: { $0.gapSource == .logged }) else { return [] }
    return [
      "**Logged** gaps come from the run's own logs: logged training metrics are running means over an epoch, taken while "
        + "the weights still moved, not the checkpoint's own error, and a logged loss is taken for the cross-entropy."
    ]
  }
}

extension CheckpointAnalysis {
  /// "evaluated", "logged (metrics.csv)" or "unavailable".
  var gapSourceText: String {
    guard gapSource == .logged, let file = logged?.file else { return gapSource.rawValue }
    return "\(gapSource.rawValue) (\((file as NSString).lastPathComponent))"
  }
}
