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
  /// Why the checkpoint could not be compared with the reference matrices that it has; nil where it could, or has none.
  let referenceObstacle: String?

  /// Norms alone: no data, or no network.
  init(norms analyses: [CheckpointAnalysis]) {
    self.analyses = analyses
    evidence = []
    referenceObstacle = nil
  }

  /// A checkpoint that makes a network, measured on samples.
  ///
  /// - Parameters:
  ///   - reference: the reference matrices, or why there are none.
  ///   - stage: called before each step that may take long, with its name.
  init(
    _ open: OpenCheckpoint, sha256: String, train: LabelledSamples, settings: AnalysisSettings,
    reference: Observed<Reference>, stage: (String) -> Void
  ) throws(AnalysisFailure) {
    do {
      let network = try open.network()
      let (matrices, obstacle) = Self.fitting(reference, network)
      referenceObstacle = obstacle
      (analyses, evidence) = try Self.measured(open, network, sha256, train, settings, matrices, stage)
    } catch let error as EvaluationError {
      switch error {
      case .misfit(let error): throw AnalysisFailure(open.file, "\(error)")
      case .dataset(let error): throw AnalysisFailure(open.file, "\(error)")
      }
    } catch {
      throw AnalysisFailure(open.file, "\(error)")
    }
  }

  private static func measured(
    _ open: OpenCheckpoint, _ network: FeedForwardNetwork, _ sha256: String, _ train: LabelledSamples,
    _ settings: AnalysisSettings, _ reference: Observed<FeedForwardNetwork>, _ stage: (String) -> Void
  ) throws -> ([CheckpointAnalysis], [Evidence]) {
    let workers = settings.workers
    let measurement = try NetworkMeasurement(of: network, reference: reference, workers: workers)
    let radii = try settings.radii.map { try $0.radii(depth: network.depth) }
    let obstacle = network.obstacle
    let balls = obstacle == nil ? try radii.map { try PerturbedNetwork(network, radii: $0) } : []
    let trained = try SampleEvaluation(of: network, balls: balls, on: train, workers: workers)
    let tested = try settings.test.map { try SampleEvaluation(of: network, balls: balls, on: $0, workers: workers) }
    let γ = settings.marginScale.resolve(trainingMargins: trained.margins)
    let reading = ModelReading(
      activation: network.depth > 1
        ? "\(network.activation.name) (\(open.activation.source))" : "none (single layer)",
      biases: measurement.isAugmented ? "by augmentation" : "none", obstacle: obstacle)
    let observations = NetworkObservations(
      of: measurement, train: trained, marginScale: γ, reference: reference, workers: workers)
    let sharpness = try settings.sharpness.map { try SharpnessMeasurement(on: train, attack: $0) }
    var evidence: [Evidence] = []
    if obstacle == nil, let γ {
      evidence = radii.enumerated().map { index, radii in
        measurement.evidence(
          radii: radii, train: trained, robustMargins: trained.robust[index].uniform, marginScale: γ,
          failureProbability: settings.failureProbability)
      }
    }
    let analyses = radii.enumerated().map { [evidence] index, radii in
      var observations = observations
      observations.sharpness = Self.sharpness(sharpness, obstacle, radii) { measurement in
        stage("sharpness at \(settings.radii[index])")
        return measurement.sharpness(of: balls[index], crossEntropy: trained.crossEntropy, workers: workers)
      }
      return CheckpointAnalysis(
        file: open.file, sha256: sha256, layers: measurement.layers, reading: reading, radii: radii, marginScale: γ,
        train: RiskMeasurement(trained, radiusIndex: index, marginScale: γ),
        test: tested.map { RiskMeasurement($0, radiusIndex: index, marginScale: γ) },
        bounds: Self.bounds(obstacle, evidence.isEmpty ? nil : evidence[index]),
        measures: measureCatalogue.map { MeasureEvaluation($0, on: observations) })
    }
    return (analyses, evidence)
  }

  /// Every bound of the catalogue, or why none applies.
  private static func bounds(_ obstacle: String?, _ evidence: Evidence?) -> [BoundEvaluation] {
    if let evidence { return boundCatalogue.map { BoundEvaluation($0, on: evidence) } }
    let reason = obstacle ?? "no training margin is positive, so γ cannot be a percentile of them"
    return boundCatalogue.map { BoundEvaluation($0, notApplicable: reason) }
  }

  /// The reference's network where its matrices have the shapes of the network's, and what is wrong with it otherwise.
  private static func fitting(
    _ reference: Observed<Reference>, _ network: FeedForwardNetwork
  ) -> (Observed<FeedForwardNetwork>, obstacle: String?) {
    switch reference {
    case .missing(let reason): return (.missing(reason: reason), nil)
    case .value(let reference):
      guard let obstacle = reference.obstacle(for: network) else { return (.value(reference.network), nil) }
      return (.missing(reason: obstacle), obstacle)
    }
  }

  /// The sharpness at one setting of the radii, or why it is not measured.
  private static func sharpness(
    _ measurement: SharpnessMeasurement?, _ obstacle: String?, _ radii: [Double],
    value: (SharpnessMeasurement) -> Double
  ) -> Observed<Double> {
    guard let measurement else { return .missing(reason: "not asked for: --sharpness measures it by an attack") }
    if let obstacle { return .missing(reason: "the attack is for activations that the theorems admit: \(obstacle)") }
    guard radii.contains(where: { $0 > 0 }) else {
      return .missing(reason: "all radii are 0, and the ball is the network alone: --epsilon makes it larger")
    }
    return .value(value(measurement))
  }
}
