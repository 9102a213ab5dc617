import Analysis
import Certification

/// One model in one ball by one method: a certificate, `best` of them, or the `exact` decision.
struct JSONSummary: Encodable {
  let model: String
  let ball: Int
  let title: String
  let epsilon: NullableNumber
  let method: String
  let certifiedAccuracy: NullableNumber
  let certifiedCount: Int
  let attackedAccuracy: NullableNumber
  let universalAccuracy: NullableNumber
  let cleanAccuracy: NullableNumber
  let unknownCount: Int
  let count: Int
  let exactAccuracy: Nullable<JSONExactAccuracy>
  let noise: [JSONNoise]

  enum CodingKeys: String, CodingKey {
    case model
    case ball
    case title
    case epsilon
    case method
    case certifiedAccuracy = "certified_accuracy"
    case certifiedCount = "certified_count"
    case attackedAccuracy = "attacked_accuracy"
    case universalAccuracy = "universal_accuracy"
    case cleanAccuracy = "clean_accuracy"
    case unknownCount = "unknown_count"
    case count
    case exactAccuracy = "exact_accuracy"
    case noise
  }

  /// A row for each method that was evaluated, then for the best of them and the exact decision.
  static func rows(_ model: ModelCertification, _ index: Int, _ ball: BallCertification) -> [JSONSummary] {
    var methods = certificateCatalogue.compactMap { certificate in
      ball.certified[certificate.key].map { (certificate.key, $0.count { $0 > 0 }) }
    }
    if !methods.isEmpty { methods.append(("best", ball.best.count { $0 > 0 })) }
    if let tally = ball.tally { methods.append(("exact", tally.certified)) }
    let unknown = ball.unknownCount(margins: model.margins)
    return methods.map { JSONSummary(model, index, ball, unknown: unknown, method: $0, certified: $1) }
  }

  private init(
    _ model: ModelCertification, _ index: Int, _ ball: BallCertification, unknown: Int, method: String, certified: Int
  ) {
    self.model = model.file.path
    self.ball = index
    title = ball.title
    epsilon = NullableNumber(ball.epsilon)
    self.method = method
    count = model.labels.count
    certifiedCount = certified
    certifiedAccuracy = NullableNumber(Double(certified) / Double(max(1, count)))
    attackedAccuracy = NullableNumber(ball.attackedAccuracy)
    universalAccuracy = NullableNumber(ball.universal?.accuracy)
    cleanAccuracy = NullableNumber(model.cleanAccuracy)
    unknownCount = unknown
    exactAccuracy = Nullable(ball.tally.map(JSONExactAccuracy.init))
    noise = ball.noise.map(JSONNoise.init)
  }
}

/// What the exact decision says of the robust accuracy.
struct JSONExactAccuracy: Encodable {
  let lower: NullableNumber
  let upper: NullableNumber
  let certified: Int
  let falsified: Int
  let undecided: Int
  let misclassified: Int

  init(_ tally: ExactTally) {
    lower = NullableNumber(tally.lower)
    upper = NullableNumber(tally.upper)
    certified = tally.certified
    falsified = tally.falsified
    undecided = tally.undecided
    misclassified = tally.misclassified
  }
}

/// Accuracy under random weights.
struct JSONNoise: Encodable {
  let kind: String
  let draws: Int
  let accuracy: NullableNumber
  let lowest: NullableNumber
  let interval: [NullableNumber]
  let confidence: NullableNumber

  init(_ noise: NoiseOutcome) {
    kind = noise.kind.rawValue
    draws = noise.accuracies.count
    accuracy = NullableNumber(noise.accuracy)
    lowest = NullableNumber(noise.accuracies.min())
    interval = [NullableNumber(noise.interval.lowerBound), NullableNumber(noise.interval.upperBound)]
    confidence = NullableNumber(noise.confidence)
  }
}
