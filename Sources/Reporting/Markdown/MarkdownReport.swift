import Analysis

/// A report as Markdown for GitHub, for people: results, how to read them, details, provenance, coverage.
///
/// Measured numbers have four significant digits. Every sentence depends on the data, so that it is true where it stands.
public enum MarkdownReport: ReportExporter {
  /// The format's name on the command line.
  public static let name = "md"
  /// The extension of its files.
  public static let fileExtension = "md"
  /// The format in one line.
  public static let summary = "tables and explanations for people, reads well on GitHub"

  /// Pictures are files of their own.
  public static let refersToPictures = true

  /// The whole report.
  public static func render(_ report: AnalysisReport, pictures: String?) -> String {
    let pictures = PictureSection.blocks(pictures == nil ? [] : report.figures, in: pictures)
    let results = report.isNormsOnly ? pictures + norms(report) : measured(report, pictures: pictures)
    let blocks =
      ["# gapbound report"] + SummarySection.blocks(report) + results + ProvenanceSection.blocks(report)
      + CoverageSection.blocks(report.coverage)
    return text(blocks)
  }

  /// The tables of the overview and the rank statistics as aligned Markdown, for a terminal. Of a report without risks, the
  /// layers' norms.
  public static func overview(_ report: AnalysisReport) -> String {
    text(
      report.isNormsOnly
        ? norms(report) : OverviewSection.blocks(report) + StatisticsSection.blocks(report))
  }

  /// What needs no data.
  private static func norms(_ report: AnalysisReport) -> [String] {
    LoggedSection.blocks(report) + LayerSection.blocks(report)
  }

  /// What needs data.
  private static func measured(_ report: AnalysisReport, pictures: [String]) -> [String] {
    OverviewSection.blocks(report) + pictures + ReadingGuide.blocks(report) + StatisticsSection.blocks(report)
      + StatisticsSection.details(report) + ConfigurationSection.blocks(report) + DetailSection.blocks(report)
  }

  static func text(_ blocks: [String]) -> String {
    blocks.isEmpty ? "" : blocks.joined(separator: "\n\n") + "\n"
  }
}
