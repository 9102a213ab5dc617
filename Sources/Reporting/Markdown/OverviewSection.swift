import Analysis
import Bounds

/// One table for each setting of the radii and each series: errors, gap, γ and the bounds, one row for each checkpoint.
enum OverviewSection {
  /// Bounds that fit beside the errors; further ones get tables of their own, and so do those of the network as it is.
  private static let boundsBesideErrors = 5
  private static let boundsPerFurtherTable = 8

  /// The bounds of each table.
  private static func boundsByTable(_ keys: [String]) -> [[String]] {
    let plain = keys.filter { key in boundCatalogue.contains { $0.key == key && !$0.coversPerturbedWeights } }
    let robust = keys.filter { !plain.contains($0) }
    return [Array(robust.prefix(boundsBesideErrors))]
      + [Array(robust.dropFirst(boundsBesideErrors)), plain].flatMap { keys in
        stride(from: 0, to: keys.count, by: boundsPerFurtherTable).map {
          Array(keys[$0..<min($0 + boundsPerFurtherTable, keys.count)])
        }
      }
  }

  static func blocks(_ report: AnalysisReport) -> [String] {
    guard !report.checkpoints.isEmpty else { return [] }
    return ["## Overview"] + legend(report) + groups(report).flatMap { group(in: report, $0) }
  }

  /// Entries that share a table, in the report's order.
  private static func groups(_ report: AnalysisReport) -> [[ReportEntry]] {
    let entries = report.entries
    let keys = entries.map { GroupKey($0) }.unique
    return keys.map { key in entries.filter { GroupKey($0) == key } }
  }

  private struct GroupKey: Hashable {
    let radiusIndex: Int?
    let series: String

    init(_ entry: ReportEntry) {
      radiusIndex = entry.radiusIndex
      series = entry.analysis.file.series
    }
  }

  private static func group(in report: AnalysisReport, _ entries: [ReportEntry]) -> [String] {
    let first = entries[0]
    let severalSeries = report.checkpoints.map(\.file.series).unique.count > 1
    let title = [
      first.radiusIndex.map { report.parameters.radii[$0].description },
      severalSeries ? "series \(MarkdownText.escaped(first.analysis.file.series))" : nil,
    ].compactMap(\.self).joined(separator: ", ")
    let analyses = entries.map(\.analysis)
    return (title.isEmpty ? [] : ["### \(title)"]) + tables(analyses, keys: report.boundKeys)
      + OverviewRemarks.blocks(analyses)
  }

  private static func tables(_ analyses: [CheckpointAnalysis], keys: [String]) -> [String] {
    boundsByTable(keys).enumerated().map { index, ofTable in
      let bounds = ofTable.map { OverviewColumn.bound($0, among: ofTable) }
      let others = index == 0 ? OverviewColumn.measured(analyses) : []
      return table(
        [.checkpoint(analyses)] + others + bounds + (index == 0 ? OverviewColumn.sampleCount(keys) : []), analyses)
    }
  }

  private static func table(_ columns: [OverviewColumn], _ analyses: [CheckpointAnalysis]) -> String {
    var table = MarkdownTable(columns.enumerated().map { ($1.header, $0 == 0 ? .left : .right) })
    for analysis in analyses { table.add(columns.map { $0.cell(analysis) }) }
    return table.text
  }

  /// What the columns are, once above all tables.
  private static func legend(_ report: AnalysisReport) -> [String] {
    let keys = report.boundKeys
    let names = boundsByTable(keys).flatMap { ofTable in
      ofTable.map { key in
        let short = OverviewColumn.shortened(key, among: ofTable)
        return short == key ? MarkdownText.code(key) : "\(MarkdownText.code(short)) (\(key))"
      }
    }
    return bullets(legend(report, bounds: names))
  }

  /// The same in lines, for tables that name the bounds so.
  static func legend(_ report: AnalysisReport, bounds names: [String]) -> [String] {
    [
      "train, test: share of misclassified samples; gap: test − train, in percentage points",
      report.isPerturbed
        ? "robust: share of test samples that Theorems 1–3 do not certify for all weights in the ball" : nil,
      "γ: margin scale; loss: margin loss at γ on the training samples",
      names.isEmpty
        ? nil : "\(names.joined(separator: ", ")): the bound without its empirical term, its generalization part",
      OverviewColumn.actionable(report.boundKeys).map {
        "n*: number of training samples at which \(MarkdownText.code($0)) would fall below 1"
      },
    ].compactMap(\.self)
  }
}
