import Analysis

/// A report as one HTML file that needs nothing else: tables that sort, pictures inside, a view of every checkpoint.
///
/// Sentences and most tables are those of the Markdown report. Numbers are rounded to four significant digits and carry six,
/// to sort by; bounds are rounded upward in both.
public enum HTMLReport: ReportExporter {
  /// The format's name on the command line.
  public static let name = "html"
  /// The extension of its files.
  public static let fileExtension = "html"
  /// The format in one line.
  public static let summary = "one self-contained page for a browser: tables that sort, pictures, every checkpoint"

  /// Layers of so many checkpoints stand in a report of norms; the others' are behind their rows.
  private static let longList = 24

  /// The whole report as a page.
  public static func render(_ report: AnalysisReport, pictures: String?) -> String {
    var page = HTMLPage(title: "gapbound report", summary: SummarySection.blocks(report))
    HTMLOverview.add(report, to: &page.content)
    if let figures = HTMLFigures.html(report.figures) { page.content.add(heading: "Pictures", html: figures) }
    page.content.add(report.isNormsOnly ? norms(report) : measured(report))
    page.content.add(ProvenanceSection.blocks(report))
    HTMLCoverage.add(report.coverage, to: &page.content)
    if !report.checkpoints.isEmpty {
      page.data = [("details", DetailData(report).json)]
      page.scripts.append(HTMLDetailScript.javaScript)
      page.needsScripts +=
        " The layers, risks and terms of the bounds of each checkpoint need them too: report.md has them."
    }
    return page.html
  }

  /// What needs data.
  private static func measured(_ report: AnalysisReport) -> [String] {
    ReadingGuide.blocks(report) + StatisticsSection.blocks(report) + StatisticsSection.details(report)
      + ConfigurationSection.blocks(report)
  }

  /// What needs none.
  private static func norms(_ report: AnalysisReport) -> [String] {
    LoggedSection.sentence(report) + (report.entriesByCheckpoint.count <= longList ? LayerSection.blocks(report) : [])
  }

  /// The whole report as a page.
  public static func render(_ report: CertificationReport, pictures: String?) -> String {
    var page = HTMLPage(title: "gapbound certification report", summary: CertificationSummary.blocks(report))
    page.content.add(SandwichSection.blocks(report))
    if let figures = HTMLFigures.html(report.figures) { page.content.add(heading: "Pictures", html: figures) }
    page.content.add(
      CertificationGuide.blocks(report) + HeldOutSection.blocks(report) + RadiusSearchSection.blocks(report)
        + BitFlipSection.blocks(report) + SampleSection.blocks(report))
    HTMLSamples.add(report, to: &page.content)
    page.content.add(RadiiSection.blocks(report) + CertificationProvenance.blocks(report))
    HTMLCoverage.add(report.coverage, to: &page.content)
    return page.html
  }
}
