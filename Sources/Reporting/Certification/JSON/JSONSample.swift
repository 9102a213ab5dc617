import Analysis
import Certification

/// One sample of one model in one ball.
struct JSONSample: Encodable {
  let model: String
  let ball: Nullable<Int>
  let epsilon: NullableNumber
  let index: Int
  let label: Int
  let predicted: Int
  let margin: NullableNumber
  let certifiedMargin: [String: NullableNumber]
  let bestMargin: NullableNumber
  let exact: Nullable<JSONVerdict>
  let attackedMargin: NullableNumber
  let universalMargin: NullableNumber
  let certifiedRadius: NullableNumber

  enum CodingKeys: String, CodingKey {
    case model
    case ball
    case epsilon
    case index
    case label
    case predicted
    case margin
    case certifiedMargin = "certified_margin"
    case bestMargin = "best_margin"
    case exact
    case attackedMargin = "attacked_margin"
    case universalMargin = "universal_margin"
    case certifiedRadius = "certified_radius"
  }

  init(_ sample: CertifiedSample) {
    let (model, ball, index) = (sample.model, sample.ball, sample.index)
    self.model = model.file.path
    self.ball = Nullable(sample.ballIndex)
    epsilon = NullableNumber(ball?.epsilon)
    self.index = index
    label = model.labels[index]
    predicted = model.predicted[index]
    margin = NullableNumber(model.margins[index])
    certifiedMargin = Dictionary(
      certificateCatalogue.map { ($0.key, NullableNumber(sample.certifiedMargin($0.key))) },
      uniquingKeysWith: { a, _ in a })
    bestMargin = NullableNumber(sample.bestMargin)
    exact = Nullable(sample.exact.map(JSONVerdict.init))
    attackedMargin = NullableNumber(ball?.attackedMargins?[index])
    universalMargin = NullableNumber(ball?.universal?.margins[index])
    certifiedRadius = NullableNumber(model.search?.radii[index])
  }
}

/// The exact decision of one sample.
struct JSONVerdict: Encodable {
  let status: String
  let margin: NullableNumber
  let lower: NullableNumber
  let upper: NullableNumber
  let witness: Nullable<String>

  init(_ verdict: ExactVerdict) {
    status = verdict.status
    margin = NullableNumber(verdict.margin)
    lower = NullableNumber(verdict.range?.lower)
    upper = NullableNumber(verdict.range?.upper)
    witness = Nullable(verdict.witness)
  }
}
