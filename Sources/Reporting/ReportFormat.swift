import Analysis

/// A report format: functions from a report of either kind to text.
public protocol ReportExporter: Sendable {
  /// The format's name on the command line.
  static var name: String { get }
  /// The extension of its files, without the dot.
  static var fileExtension: String { get }
  /// The format in one line, for help texts.
  static var summary: String { get }
  /// The whole report as text, ending in a line break.
  static func render(_ report: AnalysisReport) -> String
  /// The whole report as text, ending in a line break.
  static func render(_ report: CertificationReport) -> String
}

/// What a report format can render.
public protocol Report: Sendable {
  /// The whole report as text of a format.
  func rendered(as format: any ReportExporter.Type) -> String
}

extension AnalysisReport: Report {
  /// The whole report as text of a format.
  public func rendered(as format: any ReportExporter.Type) -> String { format.render(self) }
}

extension CertificationReport: Report {
  /// The whole report as text of a format.
  public func rendered(as format: any ReportExporter.Type) -> String { format.render(self) }
}

/// All report formats. The command's choices and the documentation's table come from here.
public let reportFormatCatalogue: [any ReportExporter.Type] = [
  MarkdownReport.self, CSVReport.self, JSONReport.self,
]

/// The format of this name; nil where there is none.
public func reportFormat(named name: String) -> (any ReportExporter.Type)? {
  reportFormatCatalogue.first { $0.name == name }
}
