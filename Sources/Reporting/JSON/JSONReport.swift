import Analysis
import Foundation

/// A report as JSON, for other programs: the contracts of `Schemas/report.schema.json`,
/// `Schemas/certification.schema.json`, `Schemas/quantization.schema.json` and `Schemas/weightwatcher.schema.json`.
///
/// Numbers are the shortest that read back as the same double. Missing and non-finite numbers are null; every key is
/// always there. Keys are append-only.
public enum JSONReport: ReportExporter {
  /// The format's name on the command line.
  public static let name = "json"
  /// The extension of its files.
  public static let fileExtension = "json"
  /// The format in one line.
  public static let summary = "everything, for other programs (Schemas/*.schema.json)"

  /// The report as an indented JSON document with sorted keys.
  public static func render(_ report: AnalysisReport, pictures: String?) -> String {
    text(JSONDocument(report))
  }

  static func text(_ document: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    // Encoding fails for non-finite numbers only, and `NullableNumber` leaves none.
    guard let data = try? encoder.encode(document) else {
      preconditionFailure("a report is always encodable")
    }
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}
