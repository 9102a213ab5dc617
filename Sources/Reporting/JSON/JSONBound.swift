import Bounds

/// One bound of one checkpoint.
struct JSONBound: Codable {
  let key: String
  let status: String
  let reason: Nullable<String>
  let isVerified: Bool
  let value: NullableNumber
  let log10Value: NullableNumber
  let generalizationPart: NullableNumber
  let log10GeneralizationPart: NullableNumber
  let isVacuous: Nullable<Bool>
  let sampleCountNeeded: NullableNumber
  let slack: NullableNumber
  let terms: [JSONTerm]

  enum CodingKeys: String, CodingKey {
    case key
    case status
    case reason
    case isVerified = "is_verified"
    case value
    case log10Value = "log10_value"
    case generalizationPart = "generalization_part"
    case log10GeneralizationPart = "log10_generalization_part"
    case isVacuous = "is_vacuous"
    case sampleCountNeeded = "sample_count_needed"
    case slack
    case terms
  }

  init(_ bound: BoundEvaluation, slack: Double?) {
    key = bound.key
    status = bound.status
    reason = Nullable(bound.reason)
    isVerified = bound.isVerified
    value = NullableNumber(bound.total?.value)
    log10Value = NullableNumber(bound.total?.log10)
    generalizationPart = NullableNumber(bound.generalizationPart?.value)
    log10GeneralizationPart = NullableNumber(bound.generalizationPart?.log10)
    isVacuous = Nullable(bound.isVacuous)
    sampleCountNeeded = NullableNumber(bound.sampleCountNeeded)
    self.slack = NullableNumber(slack)
    terms = bound.terms.map(JSONTerm.init)
  }
}

extension BoundEvaluation {
  /// The word for it in JSON and CSV.
  var status: String { reason == nil ? "ok" : "not_applicable" }
}

/// One term of a bound.
struct JSONTerm: Codable {
  let key: String
  let value: NullableNumber
  let log10Value: NullableNumber
  let note: Nullable<String>

  enum CodingKeys: String, CodingKey {
    case key
    case value
    case log10Value = "log10_value"
    case note
  }

  init(_ term: Term) {
    key = term.key
    value = NullableNumber(term.value.value)
    log10Value = NullableNumber(term.value.log10)
    note = Nullable(term.note)
  }
}
