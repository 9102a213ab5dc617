import Analysis
import Certification

extension JSONReport {
  /// What a quantization did, as an indented JSON document with sorted keys.
  public static func render(_ model: ModelQuantization, writtenTo output: String) -> String {
    text(JSONQuantization(model, output))
  }
}

/// The top level of the JSON report of `quantize`.
struct JSONQuantization: Encodable {
  let schemaVersion: Int
  let gapboundVersion: String
  let command: String
  let path: String
  let sha256: String
  let activation: Nullable<String>
  let bits: Int
  let scheme: String
  let output: String
  let layers: [JSONQuantizationLoss]
  let coverage: [JSONCoverage]

  enum CodingKeys: String, CodingKey {
    case schemaVersion = "schema_version"
    case gapboundVersion = "gapbound_version"
    case command
    case path
    case sha256
    case activation
    case bits
    case scheme
    case output
    case layers
    case coverage
  }

  init(_ model: ModelQuantization, _ output: String) {
    schemaVersion = Reporting.schemaVersion
    gapboundVersion = Reporting.gapboundVersion
    command = "quantize"
    path = model.checkpoint.file.path
    sha256 = model.sha256
    activation = Nullable(model.activation)
    bits = model.quantization.bits
    scheme = "\(model.quantization.scheme)"
    self.output = output
    layers = model.losses.map(JSONQuantizationLoss.init)
    coverage = model.checkpoint.plan.coverage.map(JSONCoverage.init)
  }
}

/// What became of one layer.
struct JSONQuantizationLoss: Encodable {
  let name: String
  let rows: Int
  let columns: Int
  let scaleCount: Int
  let largestError: NullableNumber
  let largestRadius: NullableNumber
  let zeroCodes: Int

  enum CodingKeys: String, CodingKey {
    case name
    case rows
    case columns
    case scaleCount = "scale_count"
    case largestError = "largest_error"
    case largestRadius = "largest_radius"
    case zeroCodes = "zero_codes"
  }

  init(_ loss: QuantizationLoss) {
    name = loss.layer
    rows = loss.rows
    columns = loss.columns
    scaleCount = loss.scaleCount
    largestError = NullableNumber(loss.largestError)
    largestRadius = NullableNumber(loss.largestRadius)
    zeroCodes = loss.zeroCodes
  }
}
