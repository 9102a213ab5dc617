import Analysis
import Checkpoints

/// The top level of the JSON report.
struct JSONDocument: Encodable {
  let schemaVersion: Int
  let gapboundVersion: String
  let command: String
  let readings: [String]
  let parameters: JSONParameters
  let coverage: [JSONCoverage]
  let checkpoints: [JSONCheckpoint]
  let statistics: JSONStatistics

  enum CodingKeys: String, CodingKey {
    case schemaVersion = "schema_version"
    case gapboundVersion = "gapbound_version"
    case command
    case readings
    case parameters
    case coverage
    case checkpoints
    case statistics
  }

  init(_ report: AnalysisReport) {
    schemaVersion = Reporting.schemaVersion
    gapboundVersion = Reporting.gapboundVersion
    command = report.command
    readings = report.readings
    parameters = JSONParameters(report)
    coverage = report.coverage.map(JSONCoverage.init)
    checkpoints = report.entries.map(JSONCheckpoint.init)
    statistics = JSONStatistics(rankCorrelations: report.statistics.map(JSONRankCorrelation.init))
  }
}

/// One line of the coverage table.
struct JSONCoverage: Encodable {
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
