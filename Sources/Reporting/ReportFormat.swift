import Analysis
import Charts

/// A report format: functions from a report of either kind to text.
public protocol ReportExporter: Sendable {
  /// The format's name on the command line.
  static var name: String { get }
  /// The extension of its files, without the dot.
  static var fileExtension: String { get }
  /// The format in one line, for help texts.
  static var summary: String { get }
  /// True where the text refers to the pictures as files beside it.
  static var refersToPictures: Bool { get }
  /// The whole report as text, ending in a line break.
  ///
  /// - Parameter pictures: the folder, relative to the report, in which `<name>.svg` of every figure lies; nil where none does.
  static func render(_ report: AnalysisReport, pictures: String?) -> String
  /// The whole report as text, ending in a line break.
  static func render(_ report: CertificationReport, pictures: String?) -> String
}

extension ReportExporter {
  /// Most formats have no pictures, or carry them inside.
  public static var refersToPictures: Bool { false }
  /// The whole report as text without references to pictures.
  public static func render(_ report: AnalysisReport) -> String { render(report, pictures: nil) }
  /// The whole report as text without references to pictures.
  public static func render(_ report: CertificationReport) -> String { render(report, pictures: nil) }
}

/// What a report format can render.
public protocol Report: Sendable {
  /// The whole report as text of a format; see `ReportExporter`.
  func rendered(as format: any ReportExporter.Type, pictures: String?) -> String
  /// Every picture of the report.
  var figures: [Figure] { get }
}

extension Report {
  /// The whole report as text of a format, without references to pictures.
  public func rendered(as format: any ReportExporter.Type) -> String { rendered(as: format, pictures: nil) }
}

extension AnalysisReport: Report {
  /// The whole report as text of a format; see `ReportExporter`.
  public func rendered(as format: any ReportExporter.Type, pictures: String?) -> String {
    format.render(self, pictures: pictures)
  }
}

extension CertificationReport: Report {
  /// The whole report as text of a format; see `ReportExporter`.
  public func rendered(as format: any ReportExporter.Type, pictures: String?) -> String {
    format.render(self, pictures: pictures)
  }
}

/// All report formats. The command's choices and the documentation's table come from here.
public let reportFormatCatalogue: [any ReportExporter.Type] = [
  MarkdownReport.self, CSVReport.self, JSONReport.self, JSONLinesReport.self, HTMLReport.self, LaTeXReport.self,
]

/// The format of this name; nil where there is none.
public func reportFormat(named name: String) -> (any ReportExporter.Type)? {
  reportFormatCatalogue.first { $0.name == name }
}
