import Analysis
import Certification

/// One sample of one model in one ball: a row of the CSV and JSON reports.
struct CertifiedSample {
  let model: ModelCertification
  /// Index into the model's balls; nil where it has none.
  let ballIndex: Int?
  /// The sample's place in the data, from 0.
  let index: Int
  /// The largest certified margin of any method.
  let bestMargin: Double?

  var ball: BallCertification? { ballIndex.map { model.balls[$0] } }
  var exact: ExactVerdict? { ball?.exact?[index] }

  /// The certified margin of one method; nil where it was not evaluated.
  func certifiedMargin(_ key: String) -> Double? { ball?.certified[key]?[index] }
}

extension CertificationReport {
  /// Every model, ball and sample, in this order. A model without balls has its samples once.
  var samples: [CertifiedSample] {
    models.flatMap { model -> [CertifiedSample] in
      let balls: [Int?] = model.balls.isEmpty ? [nil] : model.balls.indices.map(\.self)
      return balls.flatMap { ball in
        let best = ball.map { model.balls[$0].best } ?? []
        return model.labels.indices.map { index in
          CertifiedSample(
            model: model, ballIndex: ball, index: index, bestMargin: best.isEmpty ? nil : best[index])
        }
      }
    }
  }

  /// Every ball with its model and its index, model by model.
  var balls: [(model: ModelCertification, index: Int, ball: BallCertification)] {
    models.flatMap { model in model.balls.enumerated().map { (model, $0, $1) } }
  }
}

extension ExactVerdict {
  /// The word for it in JSON and CSV.
  var status: String {
    switch self {
    case .certified: "certified"
    case .falsified: "falsified"
    case .undecided: "undecided"
    case .misclassified: "misclassified"
    }
  }

  /// The margin that was proved or found; nil where neither was.
  var margin: Double? {
    switch self {
    case .certified(let margin), .falsified(let margin, _): margin
    case .undecided, .misclassified: nil
    }
  }

  /// The ends between which an undecided margin lies.
  var range: (lower: Double, upper: Double)? {
    if case .undecided(let lower, let upper) = self { (lower, upper) } else { nil }
  }

  /// The file with weights that misclassify the sample.
  var witness: String? { if case .falsified(_, let witness) = self { witness } else { nil } }
}
