import Bounds
import Checkpoints
import MatrixNorms

@testable import Analysis

/// A report as large as a long sweep gives: every bound of the catalogue and any number of checkpoints, all different.
enum LargeReport {
  static func report(
    checkpoints: Int, radii: [Double] = [0], bounds: [any GeneralizationBound.Type] = boundCatalogue, measures: Int = 12
  ) throws -> AnalysisReport {
    let layers = try Sample.layers() + Sample.layers()
    let rows = radii.flatMap { radius in
      (0..<checkpoints).map { checkpoint($0, radius, layers: layers, bounds, measures: measures) }
    }
    var report = Sample.report([], radii: radii.map { .uniform($0, layers: nil) })
    report.checkpoints = rows
    report.coverage = (0..<checkpoints).flatMap { index in
      layers.enumerated().map { number, layer in
        Coverage(path: path(index), tensor: layer.name, status: .analysed, reason: "layer \(number + 1)")
      }
    }
    return report
  }

  private static func path(_ index: Int) -> String {
    "sweep/lr-0.\(index % 7)/seed-\(index / 7)/epoch-\(index).safetensors"
  }

  /// Numbers that differ in every digit and between checkpoints.
  private static func varied(_ index: Int, _ salt: Int) -> Double {
    let x = Double(index * 7919 + salt * 104729 + 1) * 0.618_033_988_749_894_9
    return x - x.rounded(.down)
  }

  private static func checkpoint(
    _ index: Int, _ radius: Double, layers: [LayerMeasurement], _ bounds: [any GeneralizationBound.Type], measures: Int
  ) -> CheckpointAnalysis {
    var train = Sample.risk(error: 0.2 * varied(index, 1), robustError: 0.5 * varied(index, 2))
    var test = Sample.risk(error: 0.4 * varied(index, 3), robustError: 0.6 * varied(index, 4))
    for percent in RiskMeasurement.percents {
      train.marginPercentiles[percent] = Double(percent) * varied(index, percent)
      test.marginPercentiles[percent] = Double(percent) * varied(index, 100 + percent)
    }
    let evidence = Sample.evidence(
      spectralNorm: UpperBound(1 + 30 * varied(index, 5)), radius: radius, loss: varied(index, 6), count: 60_000)
    var analysis = CheckpointAnalysis(
      file: CheckpointFile(
        path: path(index), label: "lr-0.\(index % 7)/seed-\(index / 7)/epoch-\(index).safetensors",
        series: "lr-0.\(index % 7)", epoch: index),
      sha256: String(repeating: "0123456789abcdef", count: 4), layers: layers.map { layer in layer },
      reading: ModelReading(activation: "relu (assumed)", biases: "by augmentation"),
      radii: layers.map { _ in radius }, marginScale: varied(index, 7), train: train, test: test,
      bounds: bounds.map { BoundEvaluation($0, on: evidence) })
    analysis.measures = (0..<measures).map {
      MeasureEvaluation(key: "measure-\($0)", outcome: .log10(12 * varied(index, 200 + $0)))
    }
    analysis.hyperparameters = ["learning rate": "0.\(index % 7)", "seed": "\(index / 7)", "width": "256"]
    return analysis
  }
}
