import Analysis

/// A report's overview as tables for a paper: numbers in math mode, captions, labels, and where they come from in comments.
///
/// Needs the package booktabs and nothing else. A table is as wide as its columns and is not broken over pages.
public enum LaTeXReport: ReportExporter {
  /// The format's name on the command line.
  public static let name = "tex"
  /// The extension of its files.
  public static let fileExtension = "tex"
  /// The format in one line.
  public static let summary = "the overview as LaTeX tables for a paper (needs booktabs)"

  /// Bounds and measures of one table; further ones get tables of their own.
  private static let columnsPerTable = 4

  /// One table for each setting of the radii, in parts where its columns are too many for a page.
  public static func render(_ report: AnalysisReport, pictures: String?) -> String {
    let columns = ReportColumn.all(report)
    let tables = report.settings.enumerated().flatMap { index, setting in
      parts(columns).enumerated().map { part, columns in
        table(columns, setting, label: "gapbound-\(index + 1)" + (part == 0 ? "" : "-\(part + 1)")).text
      }
    }
    return text([LaTeXHeader.text(report)] + tables)
  }

  /// What was measured, then bounds and measures beside the checkpoint's name, so many at a time.
  private static func parts(_ columns: [ReportColumn]) -> [[ReportColumn]] {
    let names = columns.filter { $0.group == .checkpoint }
    let measured = columns.filter { $0.group == .measured }
    let others = columns.filter { $0.group == .bounds || $0.group == .measures }
    let chunks = stride(from: 0, to: others.count, by: columnsPerTable).map {
      Array(others[$0..<min($0 + columnsPerTable, others.count)])
    }
    return ([measured] + chunks).filter { !$0.isEmpty }.map { names + $0 }
  }

  private static func table(_ columns: [ReportColumn], _ setting: ReportSetting, label: String) -> LaTeXTable {
    let meanings = columns.filter { $0.group == .measured || $0.header == "n*" }.compactMap { column in
      column.meaning.map { "\(header(column.header)): \(LaTeXText.escaped($0))" }
    }
    let isBounds = columns.contains { $0.group == .bounds }
    let parts =
      [setting.title.map(LaTeXText.escaped), isBounds ? "bounds without their empirical terms" : nil]
      + meanings
    var table = LaTeXTable(
      caption: parts.compactMap(\.self).joined(separator: "; ") + ".", label: label,
      columns: columns.map { column in
        (header(column.header), !setting.analyses.contains { if case .words = column.cell($0) { true } else { false } })
      })
    for analysis in setting.analyses { table.add(columns.map { LaTeXNumber.cell($0.cell(analysis)) }) }
    return table
  }

  private static func header(_ header: String) -> String {
    header == "n*" ? "$n^*$" : LaTeXText.escaped(header)
  }

  /// The sandwich table of every model.
  public static func render(_ report: CertificationReport, pictures: String?) -> String {
    let tables = report.models.enumerated().compactMap { index, model in
      model.balls.isEmpty ? nil : LaTeXSandwich.table(model, in: report, label: "gapbound-\(index + 1)").text
    }
    return text([LaTeXHeader.text(report)] + tables)
  }

  private static func text(_ blocks: [String]) -> String { blocks.joined(separator: "\n\n") + "\n" }
}
