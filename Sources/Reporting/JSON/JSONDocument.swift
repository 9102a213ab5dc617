import Analysis
import Checkpoints

/// The top level of the JSON report.
struct JSONDocument: Encodable {
  let schemaVersion: Int
  let gapboundVersion: String
  let command: String
  let readings: [String]
  let warnings: [String]
  let parameters: JSONParameters
  let coverage: [JSONCoverage]
  let checkpoints: [JSONCheckpoint]
  let exhibits: [JSONExhibit]
  let statistics: JSONStatistics

  enum CodingKeys: String, CodingKey {
    case schemaVersion = "schema_version"
    case gapboundVersion = "gapbound_version"
    case command
    case readings
    case warnings
    case parameters
    case coverage
    case checkpoints
    case exhibits
    case statistics
  }

  init(_ report: AnalysisReport) {
    schemaVersion = Reporting.schemaVersion
    gapboundVersion = Reporting.gapboundVersion
    command = report.command
    readings = report.readings
    warnings = report.warnings
    parameters = JSONParameters(report)
    coverage = report.coverage.map(JSONCoverage.init)
    checkpoints = report.entries.map(JSONCheckpoint.init)
    exhibits = report.exhibits.map(JSONExhibit.init)
    statistics = JSONStatistics(report)
  }
}

/// One line of the coverage table.
struct JSONCoverage: Codable {
  let path: String
  let tensor: Nullable<String>
  let status: String
  let reason: String

  init(_ line: Coverage) {
    path = line.path
    tensor = Nullable(line.tensor)
    status = line.status.rawValue
    reason = line.reason
  }
}
