extension WeightWatcherReport {
  /// The contract of `Schemas/weightwatcher.schema.json`.
  var json: String { JSONReport.text(JSONWeightWatcher(self)) }
}

/// The top level of the JSON report in WeightWatcher's columns.
struct JSONWeightWatcher: Encodable {
  let schemaVersion: Int
  let gapboundVersion: String
  let command: String
  let definitions: [String: String]
  let differences: [String]
  let layers: [[String: WeightWatcherValue]]
  let coverage: [JSONCoverage]

  enum CodingKeys: String, CodingKey {
    case schemaVersion = "schema_version"
    case gapboundVersion = "gapbound_version"
    case command
    case definitions
    case differences
    case layers
    case coverage
  }

  init(_ report: WeightWatcherReport) {
    schemaVersion = Reporting.schemaVersion
    gapboundVersion = Reporting.gapboundVersion
    command = "norms"
    let columns = WeightWatcherColumn.all
    definitions = Dictionary(uniqueKeysWithValues: columns.map { ($0.name, $0.definition) })
    differences = WeightWatcherReport.differences
    layers = report.rows.map { row in Dictionary(uniqueKeysWithValues: columns.map { ($0.name, $0.value(row)) }) }
    coverage = report.coverage.map(JSONCoverage.init)
  }
}

extension WeightWatcherValue: Encodable {
  /// As JSON: null where there is none.
  func encode(to encoder: any Encoder) throws {
    switch self {
    case .text(let text): try Nullable(text).encode(to: encoder)
    case .count(let count): try Nullable(count).encode(to: encoder)
    case .number(let number): try NullableNumber(number).encode(to: encoder)
    }
  }
}
