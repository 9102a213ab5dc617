import Certification
import Checkpoints
import Datasets
import Networks

/// What is being done, for a progress line.
public struct CertificationStep: Sendable {
  /// "epoch-900: linear, ε = 0.01", for example.
  public let title: String
  /// Parts of this step that are done, and all.
  public let done: Int, total: Int
}

/// From model files and samples to certificates.
public struct Certifier: Sendable {
  private let settings: CertificationSettings
  private let progress: @Sendable (CertificationStep) -> Void

  /// A certifier.
  ///
  /// - Parameter progress: called from any thread.
  public init(_ settings: CertificationSettings, progress: @escaping @Sendable (CertificationStep) -> Void = { _ in }) {
    self.settings = settings
    self.progress = progress
  }

  /// Certifies every file; one that cannot be read becomes a "failed" line of the coverage and the rest goes on.
  public func report(on discovery: CheckpointDiscovery) -> CertificationReport {
    var report = CertificationReport(
      readings: discovery.readings, parameters: settings.parameters, coverage: discovery.coverage, models: [],
      explanation: discovery.explanation)
    var seen: [String: String] = [:]
    let statements = discovery.files.count * settings.balls.count
    for file in Self.distinctlyLabelled(discovery.files) {
      report.explanation.append("\(file.path):")
      do throws(AnalysisFailure) {
        let open = try Analyzer.open(file, settings.manifest)
        let digest = try Analyzer.digest(open)
        report.explanation += open.explanation.map { "  \($0)" }
        if let original = seen[digest] {
          report.coverage.append(
            Coverage(path: file.path, status: .skipped, reason: "exact byte copy of \(original), which is certified"))
          continue
        }
        report.models.append(try certify(open, sha256: digest, heldOutStatements: statements))
        report.coverage += open.plan.coverage
        seen[digest] = file.label
      } catch {
        report.coverage.append(Coverage(path: file.path, status: .failed, reason: error.reason))
        report.explanation.append("  not certified: \(error.reason)")
      }
    }
    return report
  }

  private func certify(
    _ open: OpenCheckpoint, sha256: String, heldOutStatements: Int
  ) throws(AnalysisFailure) -> ModelCertification {
    if let obstacle = open.plan.obstacle { throw AnalysisFailure(open.file, obstacle.reason) }
    let network: FeedForwardNetwork
    do { network = try open.network() } catch { throw AnalysisFailure(open.file, "\(error)") }
    let samples = try SampleBlocks(of: network, settings)
    let natural = settings.workers.map(samples.count) { index in
      let block = samples[index]
      let logits = network.logits(block.inputs)
      return (margins: logits.margins(labels: block.labels), predicted: logits.largestColumns)
    }
    let margins = natural.flatMap(\.margins)
    if let sample = margins.firstIndex(where: { !$0.isFinite }) {
      throw AnalysisFailure("\(AnalysisError.overflow(sample: sample, dataPath: settings.data.path))")
    }
    var model = ModelCertification(
      file: open.file, sha256: sha256,
      reading: ModelReading(
        activation: network.depth > 1
          ? "\(network.activation.name) (\(open.activation.source))" : "none (single layer)",
        biases: network.hasBiases ? (settings.perturbsBiases ? "moved too" : "fixed") : "none",
        obstacle: network.obstacle),
      layers: network.layers.map {
        ModelCertification.LayerShape(name: $0.name, rows: $0.weight.rows, columns: $0.weight.columns)
      },
      labels: samples.labels, predicted: natural.flatMap(\.predicted), margins: margins,
      balls: [], exactObstacle: settings.exactTimeLimit == nil ? nil : ExactDecision.obstacle(network))
    let work = ModelWork(network, samples, settings, label: open.file.label, progress: progress)
    if network.obstacle == nil {
      let perturbed = try settings.balls.map { ball throws(AnalysisFailure) in
        try Self.perturbed(network, ball, settings)
      }
      model.balls = try zip(settings.balls, perturbed).enumerated().map { index, pair throws(AnalysisFailure) in
        try work.certify(
          pair.0, pair.1, index: index, margins: margins, heldOutStatements: heldOutStatements)
      }
      if settings.searchesRadius, let ball = settings.balls.first {
        model.search = try work.search(ball)
      }
    }
    if let storage = settings.bitFlips { model.bitFlips = try work.flipBits(storage) }
    return model
  }

  /// Files that share a label, as `epoch-9.pt` of two runs does, are called by their paths.
  private static func distinctlyLabelled(_ files: [CheckpointFile]) -> [CheckpointFile] {
    let counts = Dictionary(grouping: files, by: \.label).mapValues(\.count)
    return files.map { file in
      counts[file.label] == 1
        ? file
        : CheckpointFile(
          path: file.path, label: file.path, series: file.series, epoch: file.epoch, step: file.step,
          placing: file.placing)
    }
  }

  /// The ball around a network.
  static func perturbed(
    _ network: FeedForwardNetwork, _ ball: BallSetting, _ settings: CertificationSettings
  ) throws(AnalysisFailure) -> PerturbedNetwork {
    let radii = try ball.radii(of: network, perturbsBiases: settings.perturbsBiases, manifest: settings.manifest)
    do { return try PerturbedNetwork(network, radii: radii) } catch { throw AnalysisFailure("\(ball): \(error)") }
  }
}
