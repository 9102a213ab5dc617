import Bounds
import Checkpoints
import MatrixNorms

@testable import Analysis

/// Checkpoints made by hand, with nothing but what statistics look at.
enum StatisticsSample {
  enum Bound: GeneralizationBound {
    static let key = Theorem4.key
    static let formula = "sample"
    static let source = "sample"
    static let assumptions: [String] = []
    static func terms(_ evidence: Evidence) -> [Term] { [Term("only", evidence.layers[0].spectralNorm)] }
  }

  enum Companion: GeneralizationBound {
    static let key = Bartlett2017.key
    static let formula = "sample"
    static let source = "sample"
    static let assumptions: [String] = []
    static func terms(_ evidence: Evidence) -> [Term] { [Term("only", evidence.layers[0].spectralNorm)] }
  }

  static func risk(_ errors: Int, of count: Int) -> RiskMeasurement {
    RiskMeasurement(
      count: count, error: Double(errors) / Double(count), crossEntropy: 0, robustRampLoss: 0.25, robustError: 0.75,
      frobeniusNormX: 1, norm12X: 1, marginPercentiles: [:])
  }

  /// A checkpoint with this bound (nil: not applicable), wrong on so many of 1,000 test samples and on none of 500 for training.
  static func checkpoint(
    _ series: String, _ label: String = "last.pt", bound: Double?, testErrors: Int = 100,
    measures: [MeasureEvaluation] = [], hyperparameters: [String: String] = [:], duplicateOf: String? = nil
  ) -> CheckpointAnalysis {
    let bounds: [any GeneralizationBound.Type] = [Bound.self, Companion.self]
    var analysis = CheckpointAnalysis(
      file: CheckpointFile(path: "runs/\(series)/\(label)", label: "\(series)/\(label)", series: series), sha256: "",
      duplicateOf: duplicateOf, layers: [], reading: ModelReading(), radii: [0], train: risk(0, of: 500),
      test: risk(testErrors, of: 1000),
      bounds: bounds.map { type in
        bound.map { BoundEvaluation(type, on: evidence($0)) } ?? BoundEvaluation(type, notApplicable: "no")
      })
    analysis.measures = measures
    analysis.hyperparameters = hyperparameters
    return analysis
  }

  private static func evidence(_ value: Double) -> Evidence {
    let norm = UpperBound(value)
    let layer = Evidence.Layer(
      spectralNorm: norm, groupNorm21: norm, frobeniusNorm: norm, classInfinityNorm: norm, inducedInfinityNorm: norm,
      inputWidth: 1, radius: 0)
    return Evidence(
      layers: [layer, layer], referenceDistances: .missing(reason: "none"), outputCount: 2, outputPairDistance: norm,
      maximumWidth: 1, activationOffset: 0, isHomogeneous: true, sampleCount: 500,
      inputs: Evidence.Inputs(
        width: 1, frobeniusNorm: norm, norm12: norm, largestColumnNorm: norm, largestEuclideanNorm: norm,
        largestMagnitude: norm),
      naturalMargins: [1], robustMargins: [1], marginScale: 1, failureProbability: 0.05)
  }

  static func report(_ checkpoints: [CheckpointAnalysis], settings: Int = 1) -> AnalysisReport {
    var report = AnalysisReport(
      command: "analyze", readings: [],
      parameters: ReportParameters(
        radii: (0..<settings).map { .uniform(Double($0), layers: nil) }, marginScale: .value(1),
        failureProbability: 0.05), coverage: [], checkpoints: checkpoints, statistics: [])
    report.computeStatistics(workers: WorkerCount(2, cores: 2))
    return report
  }
}
