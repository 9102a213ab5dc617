import Analysis
import Foundation

/// The report as JSON, for other programs: the contract of `Schemas/report.schema.json`.
///
/// Numbers are the shortest that read back as the same double. Missing and non-finite numbers are null; every key is
/// always there. Keys are append-only.
public enum JSONReport: ReportExporter {
  /// The format's name on the command line.
  public static let name = "json"
  /// The extension of its files.
  public static let fileExtension = "json"
  /// The format in one line.
  public static let summary = "everything, for other programs (Schemas/report.schema.json)"

  /// The report as an indented JSON document with sorted keys.
  public static func render(_ report: AnalysisReport) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    // Encoding fails for non-finite numbers only, and `NullableNumber` leaves none.
    guard let data = try? encoder.encode(JSONDocument(report)) else {
      preconditionFailure("a report is always encodable")
    }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}
