import Analysis

/// A report format: a function from an analysis to text.
public protocol ReportExporter: Sendable {
  /// The format's name on the command line.
  static var name: String { get }
  /// The extension of its files, without the dot.
  static var fileExtension: String { get }
  /// The format in one line, for help texts.
  static var summary: String { get }
  /// The whole report as text, ending in a line break.
  static func render(_ report: AnalysisReport) -> String
}

/// All report formats. The command's choices and the documentation's table come from here.
public let reportFormatCatalogue: [any ReportExporter.Type] = [
  MarkdownReport.self, CSVReport.self, JSONReport.self,
]

/// The format of this name; nil where there is none.
public func reportFormat(named name: String) -> (any ReportExporter.Type)? {
  reportFormatCatalogue.first { $0.name == name }
}
