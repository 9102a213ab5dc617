import Analysis
import Foundation

/// A report as JSON Lines: one object on each line, told apart by its `record`, for tools that read line by line and for
/// `gapbound report`, which renders every other format from it.
///
/// `report` comes first; then one `checkpoint` for each checkpoint and setting of the radii, `exhibit`, `coverage` and
/// `statistics` lines. Apart from `record` the objects are those of `Schemas/report.schema.json`.
public enum JSONLinesReport: ReportExporter {
  /// The format's name on the command line.
  public static let name = "jsonl"
  /// The extension of its files.
  public static let fileExtension = "jsonl"
  /// The format in one line.
  public static let summary = "everything, one JSON object per line; gapbound report renders the other formats from it"

  /// One line for each part of the report.
  public static func render(_ report: AnalysisReport, pictures: String?) -> String {
    let document = JSONDocument(report)
    return line("report", JSONHeader(report))
      + document.checkpoints.map { line("checkpoint", $0) }.joined()
      + document.exhibits.map { line("exhibit", $0) }.joined()
      + document.coverage.map { line("coverage", $0) }.joined() + line("statistics", document.statistics)
  }

  /// One line for each part of the report: the model, its samples, the summary.
  public static func render(_ report: CertificationReport, pictures: String?) -> String {
    let document = JSONCertification(report)
    return line("certification", JSONCertificationHeader(document))
      + document.models.map { line("model", $0) }.joined() + document.samples.map { line("sample", $0) }.joined()
      + document.summary.map { line("summary", $0) }.joined()
      + document.heldOutCertificates.map { line("held_out_certificate", $0) }.joined()
      + document.radiusSearch.map { line("radius_search", $0) }.joined()
      + document.bitFlips.map { line("bit_flips", $0) }.joined()
      + document.coverage.map { line("coverage", $0) }.joined()
  }

  private static func line(_ record: String, _ object: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Encoding fails for non-finite numbers only, and `NullableNumber` leaves none.
    guard let data = try? encoder.encode(Tagged(record: record, object: object)) else {
      preconditionFailure("a report is always encodable")
    }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// An object with one more key, `record`.
  private struct Tagged<Object: Encodable>: Encodable {
    let record: String
    let object: Object

    enum CodingKeys: CodingKey { case record }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(record, forKey: .record)
      try object.encode(to: encoder)
    }
  }
}

/// What stands at the top of a report: versions, how paths were read, what was asked for.
struct JSONHeader: Codable {
  let schemaVersion: Int
  let gapboundVersion: String
  let command: String
  let readings: [String]
  let warnings: [String]
  let parameters: JSONParameters

  enum CodingKeys: String, CodingKey {
    case schemaVersion = "schema_version"
    case gapboundVersion = "gapbound_version"
    case command
    case readings
    case warnings
    case parameters
  }

  init(_ report: AnalysisReport) {
    schemaVersion = Reporting.schemaVersion
    gapboundVersion = Reporting.gapboundVersion
    command = report.command
    readings = report.readings
    warnings = report.warnings
    parameters = JSONParameters(report)
  }
}

/// What stands at the top of a report of `certify`.
struct JSONCertificationHeader: Encodable {
  let schemaVersion: Int
  let gapboundVersion: String
  let command: String
  let readings: [String]
  let parameters: JSONCertificationParameters

  enum CodingKeys: String, CodingKey {
    case schemaVersion = "schema_version"
    case gapboundVersion = "gapbound_version"
    case command
    case readings
    case parameters
  }

  init(_ document: JSONCertification) {
    schemaVersion = document.schemaVersion
    gapboundVersion = document.gapboundVersion
    command = document.command
    readings = document.readings
    parameters = document.parameters
  }
}
