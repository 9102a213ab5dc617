import Bounds
import Checkpoints
import MatrixNorms

@testable import Analysis

/// Small reports made by hand.
enum Sample {
  /// Two layers, 3 → 2 → 2.
  static func layers() throws -> [LayerMeasurement] {
    let hidden = Matrix([[3, 0, 0], [0, 4.1, 0]])
    let output = Matrix([[1, 2], [-1, 0.5]])
    return [
      LayerMeasurement(name: "fc1.weight", norms: try LayerNorms(of: hidden)),
      LayerMeasurement(
        name: "fc2.weight", norms: try LayerNorms(of: output), outputPairDistance: output.outputPairDistance),
    ]
  }

  /// What the bounds see: s₁ and the loss at γ as asked for.
  static func evidence(
    spectralNorm: UpperBound = UpperBound(4), radius: Double = 0, loss: Double = 0.2, count: Double = 1000
  ) -> Evidence {
    let layer = Evidence.Layer(
      spectralNorm: spectralNorm, groupNorm21: spectralNorm, frobeniusNorm: spectralNorm,
      classInfinityNorm: spectralNorm, inducedInfinityNorm: spectralNorm, inputWidth: 3, radius: radius)
    return Evidence(
      layers: [layer, layer], referenceDistances: .missing(reason: "no reference"), outputCount: 2,
      outputPairDistance: UpperBound(3.5), maximumWidth: 3,
      activationOffset: 0, isHomogeneous: true, sampleCount: count,
      inputs: Evidence.Inputs(
        width: 3, frobeniusNorm: UpperBound(50), norm12: UpperBound(80), largestColumnNorm: UpperBound(40),
        largestEuclideanNorm: UpperBound(2), largestMagnitude: .one),
      naturalMargins: [0.5 * (1 - loss)], robustMargins: [0.5 * (1 - loss)], marginScale: 0.5,
      failureProbability: 0.01)
  }

  static func risk(error: Double, robustError: Double? = nil) -> RiskMeasurement {
    RiskMeasurement(
      count: 1000, error: error, crossEntropy: 0.25 + error, rampLoss: error + 0.05, robustRampLoss: error + 0.1,
      robustError: robustError ?? error,
      certifiedErrors: ["theorem": robustError ?? error, "elementwise": error + 0.01, "interval": error + 0.005],
      frobeniusNormX: 50.25, norm12X: 80.125,
      marginPercentiles: Dictionary(uniqueKeysWithValues: RiskMeasurement.percents.map { ($0, Double($0) / 40 - 0.1) }))
  }

  static func checkpoint(
    _ label: String, epoch: Int? = nil, series: String = "run", duplicateOf: String? = nil, radius: Double = 0,
    train: RiskMeasurement? = nil, test: RiskMeasurement? = nil, bounds: [BoundEvaluation]? = nil
  ) throws -> CheckpointAnalysis {
    CheckpointAnalysis(
      file: CheckpointFile(path: "runs/\(label)", label: label, series: series, epoch: epoch), sha256: "0123abcd",
      duplicateOf: duplicateOf, layers: try layers(),
      reading: ModelReading(activation: "relu (assumed)", biases: "none"),
      radii: [radius, radius], marginScale: train == nil ? nil : 0.5, train: train, test: test,
      bounds: bounds ?? sampleBounds.map { BoundEvaluation($0, on: evidence(radius: radius)) },
      measures: measures(radius: radius))
  }

  /// A number, a logarithm, a margin below zero, and one that depends on the radius.
  static func measures(radius: Double) -> [MeasureEvaluation] {
    [
      MeasureEvaluation(key: SpectralNormProduct.key, outcome: .log10(2)),
      MeasureEvaluation(key: MarginP10.key, outcome: .value(-0.25)),
      MeasureEvaluation(
        key: DistanceToInitialization.key, outcome: .notAvailable(reason: "no reference matrices: --reference FILE")),
      MeasureEvaluation(
        key: Sharpness.key,
        outcome: radius > 0 ? .value(100 * radius) : .notAvailable(reason: "all radii are 0")),
    ]
  }

  static func stamp(_ path: String) -> ReportParameters.DataStamp {
    ReportParameters.DataStamp(path: path, count: 1000, features: 3, sha256: "beef", scale: 0.5, shift: -1)
  }

  static func report(
    _ checkpoints: [CheckpointAnalysis], radii: [RadiusSetting] = [.uniform(0, layers: nil)],
    marginScale: MarginScale = .percentile(10), coverage: [Coverage] = [], command: String = "analyze",
    test: Bool = true
  ) -> AnalysisReport {
    let each = checkpoints.count / max(1, radii.count)
    let statistics = radii.indices.flatMap {
      RankStatistic.all(of: Array(checkpoints[($0 * each)..<(($0 + 1) * each)]), radiusIndex: $0)
    }
    return AnalysisReport(
      command: command, readings: ["runs: a folder of checkpoints, one series"],
      parameters: ReportParameters(
        radii: radii, marginScale: marginScale, failureProbability: 0.01, activation: "relu (assumed)", biases: "none",
        train: stamp("train.npz"), test: test ? stamp("test.npz") : nil),
      coverage: coverage, checkpoints: checkpoints, statistics: statistics)
  }

  private static func run(radius: Double) throws -> [CheckpointAnalysis] {
    let rows = [("epoch-1.pt", 1, 4.0, 0.2, 0.25), ("epoch-2.pt", 2, 5.0, 0.1, 0.21), ("best.pt", 2, 5.0, 0.1, 0.21)]
    return try rows.map { label, epoch, norm, trainError, testError in
      let evidence = evidence(spectralNorm: UpperBound(norm), radius: radius, loss: trainError + 0.1)
      return try checkpoint(
        label, epoch: epoch, duplicateOf: label == "best.pt" ? "epoch-2.pt" : nil, radius: radius,
        train: risk(error: trainError), test: risk(error: testError, robustError: testError + 100 * radius),
        bounds: sampleBounds.map { BoundEvaluation($0, on: evidence) })
    }
  }

  /// Three checkpoints, one a byte copy, at ε = 0 and ε = 0.001: the golden files' report.
  static func usual() throws -> AnalysisReport {
    return report(
      try run(radius: 0) + run(radius: 0.001), radii: [.uniform(0, layers: nil), .uniform(0.001, layers: nil)],
      coverage: [
        Coverage(path: "runs/epoch-1.pt", tensor: "fc1.weight", status: .analysed, reason: "layer 1"),
        Coverage(path: "runs/epoch-1.pt", tensor: "steps", status: .skipped, reason: "a vector of integers"),
        Coverage(path: "runs/notes.txt", status: .failed, reason: "no known format"),
      ])
  }

  /// Everything that is awkward: labels, numbers beyond the doubles, missing data, bounds that do not apply.
  static func awkward() throws -> AnalysisReport {
    var risk = risk(error: 0.5)
    risk.crossEntropy = .infinity
    risk.robustError = nil
    risk.certifiedErrors = [:]
    risk.marginPercentiles = [50: .nan]
    let beyond = UpperBound(1e300) * UpperBound(1e300)
    let huge = sampleBounds.map { BoundEvaluation($0, on: evidence(spectralNorm: beyond)) }
    let none = sampleBounds.map { BoundEvaluation($0, notApplicable: "no biases | please,\n\"thanks\"") }
    var bare = try checkpoint("c.pt", bounds: none)
    bare.reading = ModelReading(obstacle: "attention is not a feed-forward layer")
    bare.radii = []
    bare.measures = [
      MeasureEvaluation(key: SpectralNormProduct.key, outcome: .log10(601.5)),
      MeasureEvaluation(key: PathNormL1.key, outcome: .log10(-.infinity)),
      MeasureEvaluation(key: "odd|key", outcome: .notAvailable(reason: "a | b,\n\"c\"")),
    ]
    return report(
      [
        try checkpoint("a,\"b\"|c\r\nd.pt", train: risk, bounds: huge), bare,
        try checkpoint("d.pt", train: risk, bounds: [huge[0], none[1], huge[2], none[3]]),
      ], marginScale: .value(0.5), test: false)
  }

  /// What `norms` gives.
  static func norms() throws -> AnalysisReport {
    var one = try checkpoint("model.pt", bounds: [])
    one.radii = []
    one.measures = []
    return AnalysisReport(
      command: "norms", readings: ["model.pt: a file"],
      parameters: ReportParameters(radii: [], marginScale: .percentile(10), failureProbability: 0.01),
      coverage: [Coverage(path: "model.pt", tensor: "fc1.weight", status: .analysed, reason: "layer 1")],
      checkpoints: [one], statistics: [])
  }

  /// Nothing at all.
  static let empty = AnalysisReport(
    command: "analyze", readings: [],
    parameters: ReportParameters(radii: [], marginScale: .value(1), failureProbability: 0.01),
    coverage: [Coverage(path: "x", status: .failed, reason: "no known format")], checkpoints: [], statistics: [])

  /// Every sample report.
  static func all() throws -> [AnalysisReport] { [try usual(), try awkward(), try norms(), empty] }
}
