import Analysis
import Bounds

/// One table for each setting of the radii with all checkpoints of all series; columns grouped into bounds and measures.
enum HTMLOverview {
  /// Tables with fewer rows are seen at a glance.
  private static let shortTable = 8

  static func add(_ report: AnalysisReport, to page: inout HTMLMarkdown) {
    guard !report.checkpoints.isEmpty else { return }
    let columns = ReportColumn.all(report)
    page.add(["## Overview"] + bullets(legend(report)))
    for setting in report.settings {
      if let title = setting.title { page.add(["### " + MarkdownText.escaped(title)]) }
      if setting.analyses.count >= shortTable { page.add(html: filter) }
      page.add(html: table(columns, setting))
      page.add(OverviewRemarks.blocks(setting.analyses))
    }
  }

  private static func legend(_ report: AnalysisReport) -> [String] {
    guard !report.isNormsOnly else { return ["Π‖W‖₂: product of the certified spectral norms"] }
    let hasInformative = report.checkpoints.contains { $0.bounds.contains { $0.isVacuous == false } }
    return OverviewSection.legend(report, bounds: report.boundKeys.map(MarkdownText.code))
      + (hasInformative ? ["**bold**: the bound is below 1, so not vacuous"] : [])
      + ["A click on a header sorts; a click on a row opens everything about the checkpoint."]
  }

  /// Hidden until the script brings it to life.
  private static let filter = """
    <div class=filter hidden><label>Show only <input type=search placeholder="name or series"></label>\
    <output aria-live=polite></output></div>
    """

  private static func table(_ columns: [ReportColumn], _ setting: ReportSetting) -> String {
    var table = HTMLTable(
      caption: HTMLText.escaped(
        [setting.title, MarkdownText.counted(setting.analyses.count, "checkpoint")].compactMap(\.self)
          .joined(separator: ", ")), isCaptionHidden: setting.title != nil)
    table.classes = "checkpoints"
    let isNumeric = columns.map { column in
      !setting.analyses.contains { if case .words = column.cell($0) { true } else { false } }
    }
    table.columns = zip(columns, isNumeric).map { column, isNumeric in
      .init(
        html: HTMLText.escaped(column.header), isNumeric: isNumeric, meaning: column.meaning, group: column.group.title)
    }
    for analysis in setting.analyses { table.add(columns.map { cell($0.cell(analysis)) }) }
    return table.html
  }

  private static func cell(_ quantity: Quantity) -> HTMLTable.Cell {
    switch quantity {
    case .words(let text): .words(html: HTMLText.escaped(text))
    case .bound(_, isInformative: true): .notable(html: quantity.text, key: quantity.sortKey)
    default: .number(html: quantity.text, key: quantity.sortKey)
    }
  }
}
