import Bounds
import Certification
import Checkpoints
import Datasets
import Networks

/// A measured checkpoint: one analysis for each setting of the radii.
struct NetworkAnalysis {
  let analyses: [CheckpointAnalysis]
  /// What the bounds were evaluated on, at each setting of the radii; empty where none applies.
  let evidence: [Evidence]

  /// Norms alone: no data, or no network.
  init(norms analyses: [CheckpointAnalysis]) {
    self.analyses = analyses
    evidence = []
  }

  /// A checkpoint that makes a network, measured on samples.
  init(
    _ open: OpenCheckpoint, sha256: String, train: LabelledSamples, settings: AnalysisSettings
  ) throws(AnalysisFailure) {
    do {
      let network = try open.network()
      let measurement = try NetworkMeasurement(of: network, workers: settings.workers)
      let radii = try settings.radii.map { try $0.radii(depth: network.depth) }
      let obstacle = network.obstacle
      let balls = obstacle == nil ? try radii.map { try PerturbedNetwork(network, radii: $0) } : []
      let workers = settings.workers
      let trained = try SampleEvaluation(of: network, balls: balls, on: train, workers: workers)
      let tested = try settings.test.map { try SampleEvaluation(of: network, balls: balls, on: $0, workers: workers) }
      let γ = settings.marginScale.resolve(trainingMargins: trained.margins)
      let reading = ModelReading(
        activation: network.depth > 1
          ? "\(network.activation.name) (\(open.activation.source))" : "none (single layer)",
        biases: measurement.isAugmented ? "by augmentation" : "none", obstacle: obstacle)
      var evidence: [Evidence] = []
      if obstacle == nil, let γ {
        evidence = radii.enumerated().map { index, radii in
          measurement.evidence(
            radii: radii, train: trained, robustMargins: trained.robust[index].uniform, marginScale: γ,
            failureProbability: settings.failureProbability)
        }
      }
      self.evidence = evidence
      analyses = radii.enumerated().map { index, radii in
        CheckpointAnalysis(
          file: open.file, sha256: sha256, layers: measurement.layers, reading: reading, radii: radii, marginScale: γ,
          train: RiskMeasurement(trained, radiusIndex: index, marginScale: γ),
          test: tested.map { RiskMeasurement($0, radiusIndex: index, marginScale: γ) },
          bounds: Self.bounds(obstacle, evidence.isEmpty ? nil : evidence[index]))
      }
    } catch let error as EvaluationError {
      switch error {
      case .misfit(let error): throw AnalysisFailure(open.file, "\(error)")
      case .dataset(let error): throw AnalysisFailure(open.file, "\(error)")
      }
    } catch {
      throw AnalysisFailure(open.file, "\(error)")
    }
  }

  /// Every bound of the catalogue, or why none applies.
  private static func bounds(_ obstacle: String?, _ evidence: Evidence?) -> [BoundEvaluation] {
    if let evidence { return boundCatalogue.map { BoundEvaluation($0, on: evidence) } }
    let reason = obstacle ?? "no training margin is positive, so γ cannot be a percentile of them"
    return boundCatalogue.map { BoundEvaluation($0, notApplicable: reason) }
  }
}
