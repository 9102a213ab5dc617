import Analysis
import Certification

/// Losses on the samples of one role.
struct JSONRisk: Codable {
  let count: Int
  let error: NullableNumber
  let crossEntropy: NullableNumber
  let rampLoss: NullableNumber
  let robustRampLoss: NullableNumber
  let robustError: NullableNumber
  let certifiedError: [String: NullableNumber]
  let frobeniusNormX: NullableNumber
  let norm12X: NullableNumber
  let marginPercentiles: [String: NullableNumber]

  enum CodingKeys: String, CodingKey {
    case count
    case error
    case crossEntropy = "cross_entropy"
    case rampLoss = "ramp_loss"
    case robustRampLoss = "robust_ramp_loss"
    case robustError = "robust_error"
    case certifiedError = "certified_error"
    case frobeniusNormX = "frobenius_norm_x"
    case norm12X = "norm_12_x"
    case marginPercentiles = "margin_percentiles"
  }

  init(_ risk: RiskMeasurement) {
    count = risk.count
    error = NullableNumber(risk.error)
    crossEntropy = NullableNumber(risk.crossEntropy)
    rampLoss = NullableNumber(risk.rampLoss)
    robustRampLoss = NullableNumber(risk.robustRampLoss)
    robustError = NullableNumber(risk.robustError)
    frobeniusNormX = NullableNumber(risk.frobeniusNormX)
    norm12X = NullableNumber(risk.norm12X)
    certifiedError = Dictionary(
      forwardCertificates.map { ($0.key, NullableNumber(risk.certifiedErrors[$0.key])) },
      uniquingKeysWith: { a, _ in a })
    marginPercentiles = Dictionary(
      RiskMeasurement.percents.map { ("p\($0)", NullableNumber(risk.marginPercentiles[$0])) },
      uniquingKeysWith: { a, _ in a })
  }
}

/// Test − train of the same quantity; `robust` is test robust error − train robust ramp loss.
struct JSONGap: Codable {
  let error: NullableNumber
  let crossEntropy: NullableNumber
  let rampLoss: NullableNumber
  let robustRampLoss: NullableNumber
  let robust: NullableNumber

  enum CodingKeys: String, CodingKey {
    case error
    case crossEntropy = "cross_entropy"
    case rampLoss = "ramp_loss"
    case robustRampLoss = "robust_ramp_loss"
    case robust
  }

  init(_ gap: GeneralizationGap) {
    error = NullableNumber(gap.error)
    crossEntropy = NullableNumber(gap.crossEntropy)
    rampLoss = NullableNumber(gap.rampLoss)
    robustRampLoss = NullableNumber(gap.robustRampLoss)
    robust = NullableNumber(gap.robust)
  }
}
