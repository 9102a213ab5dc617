import Bounds

/// One measure without guarantee of one checkpoint.
struct JSONMeasure: Codable {
  let key: String
  let value: NullableNumber
  let log10Value: NullableNumber
  let status: String
  let reason: Nullable<String>

  enum CodingKeys: String, CodingKey {
    case key
    case value
    case log10Value = "log10_value"
    case status
    case reason
  }

  init(_ measure: MeasureEvaluation) {
    key = measure.key
    value = NullableNumber(measure.outcome.value)
    log10Value = NullableNumber(measure.outcome.log10)
    status = measure.status
    reason = Nullable(measure.outcome.reason)
  }
}

extension MeasureEvaluation {
  /// The word for it in JSON and CSV.
  var status: String { outcome.reason == nil ? "ok" : "not_available" }
}
