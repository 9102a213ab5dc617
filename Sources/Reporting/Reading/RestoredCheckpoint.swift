import Analysis
import Bounds
import Checkpoints
import MatrixNorms

// From the JSON objects back to what they were written from. Numbers that JSON holds as null because no double does are
// taken from their logarithm; derived numbers (gap, slack, totals) are computed again.

extension CheckpointAnalysis {
  init(_ json: JSONCheckpoint) {
    self.init(
      file: CheckpointFile(
        path: json.path, label: json.label, series: json.series, epoch: json.epoch.value, step: json.step.value),
      sha256: json.sha256, duplicateOf: json.duplicateOf.value, layers: json.layers.map(LayerMeasurement.init),
      reading: ModelReading(
        activation: json.activation.value, biases: json.biases.value, obstacle: json.obstacle.value),
      radii: json.epsilon.compactMap(\.value), marginScale: json.marginScale.value,
      train: json.train.value.map(RiskMeasurement.init), test: json.test.value.map(RiskMeasurement.init),
      bounds: json.bounds.map(BoundEvaluation.init), measures: json.measures.map(MeasureEvaluation.init),
      hyperparameters: json.hyperparameters, logged: json.logged.value.map(LoggedMetrics.init))
  }
}

extension LayerMeasurement {
  init(_ json: JSONLayer) {
    func norm(_ value: NullableNumber, upper: NullableNumber? = nil) -> Norm { Norm(value: value, upper: upper) }
    self.init(
      name: json.name,
      norms: LayerNorms(
        rows: json.rows, columns: json.columns, spectralNorm: norm(json.spectralNorm, upper: json.spectralNormUpper),
        frobeniusNorm: norm(json.frobeniusNorm), groupNorm21OfTranspose: norm(json.groupNorm21),
        inducedInfinityNorm: norm(json.inducedInfinityNorm), inducedOneNorm: norm(json.inducedOneNorm)),
      outputPairDistance: json.outputPairDistance.value.map { norm(NullableNumber($0)) })
  }
}

extension Norm {
  /// A norm beyond the doubles is written as null.
  fileprivate init(value: NullableNumber, upper: NullableNumber?) {
    let value = value.value.map { max($0, 0) } ?? .infinity
    let limit = (upper?.value).map { max($0, value) } ?? value
    self.init(value: value, upperBound: limit.isFinite ? UpperBound(limit) : UpperBound(log10: 309))
  }
}

extension RiskMeasurement {
  init(_ json: JSONRisk) {
    func numbers(_ object: [String: NullableNumber]) -> [String: Double] { object.compactMapValues(\.value) }
    self.init(
      count: json.count, error: json.error.value ?? .nan,
      // A cross-entropy leaves the doubles upward.
      crossEntropy: json.crossEntropy.value ?? .infinity, rampLoss: json.rampLoss.value,
      robustRampLoss: json.robustRampLoss.value, robustError: json.robustError.value,
      certifiedErrors: numbers(json.certifiedError), frobeniusNormX: json.frobeniusNormX.value ?? .infinity,
      norm12X: json.norm12X.value ?? .infinity,
      marginPercentiles: Dictionary(
        numbers(json.marginPercentiles).compactMap { key, value in Int(key.dropFirst()).map { ($0, value) } },
        uniquingKeysWith: { a, _ in a }))
  }
}

extension BoundEvaluation {
  init(_ json: JSONBound) {
    let outcome: BoundOutcome =
      json.status == "ok"
      ? .terms(json.terms.map(Term.init)) : .notApplicable(reason: json.reason.value ?? "no reason was written")
    self.init(key: json.key, outcome: outcome, sampleCountNeeded: json.sampleCountNeeded.value)
  }
}

extension MeasureEvaluation {
  init(_ json: JSONMeasure) {
    self.init(key: json.key, outcome: MeasureOutcome(json))
  }
}

extension MeasureOutcome {
  /// By its logarithm where that is the measure's way, or where no double holds the number; zero has no logarithm.
  fileprivate init(_ json: JSONMeasure) {
    let isLogarithmic = measureCatalogue.first { $0.key == json.key }?.isLogarithmic ?? false
    switch (json.value.value, json.log10Value.logarithm) {
    case (let value?, let logarithm): self = isLogarithmic ? .log10(logarithm ?? -.infinity) : .value(value)
    case (nil, let logarithm?): self = .log10(logarithm)
    case (nil, nil): self = .notAvailable(reason: json.reason.value ?? "no reason was written")
    }
  }
}

extension Term {
  init(_ json: JSONTerm) {
    self.init(json.key, UpperBound(value: json.value, log10: json.log10Value), note: json.note.value)
  }
}

extension NullableNumber {
  /// A decimal logarithm; none where it is too large for any number that we compute with.
  var logarithm: Double? { value.flatMap { abs($0) < 1e15 ? $0 : nil } }
}

extension UpperBound {
  /// The double where there is one of full precision, else the logarithm; zero has neither.
  fileprivate init(value: NullableNumber, log10: NullableNumber) {
    if let value = value.value, value >= .leastNormalMagnitude {
      self.init(value)
    } else if let logarithm = log10.logarithm {
      self.init(log10: logarithm)
    } else {
      self = .zero
    }
  }
}

extension LoggedMetrics {
  init(_ json: JSONLogged) {
    self.init(
      epoch: json.epoch.value, step: json.step.value, trainError: json.trainError.value,
      testError: json.testError.value, trainLoss: json.trainLoss.value, testLoss: json.testLoss.value, file: json.file,
      columns: json.columns.split(separator: "; ").map(String.init))
  }
}
