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
        report.models.append(try certify(open, sha256: digest))
        report.coverage += open.plan.coverage
        if let reason = SavedTraining.preprocessingDifference(open.metadata, from: settings.data) {
          report.coverage.append(Coverage(path: file.path, status: .analysed, reason: reason))
          report.warnings.append("\(file.path) \(reason)")
        }
        seen[digest] = file.label
      } catch {
        report.coverage.append(Coverage(path: file.path, status: .failed, reason: error.reason))
        report.explanation.append("  not certified: \(error.reason)")
      }
    }
    stateHeldOut(&report)
    return report
  }

  private func certify(_ open: OpenCheckpoint, sha256: String) throws(AnalysisFailure) -> ModelCertification {
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
        biases: network.hasBiases ? "fixed" : "none",
        obstacle: network.obstacle),
      layers: network.layers.map {
        ModelCertification.LayerShape(name: $0.name, rows: $0.own.weight.rows, columns: $0.weight.columns)
      },
      labels: samples.labels, predicted: natural.flatMap(\.predicted), margins: margins,
      balls: [])
    let work = ModelWork(
      network: network, samples: samples, settings: settings, layouts: open.plan.layers.map(\.layout),
      label: open.file.label, progress: progress)
    if network.layers.contains(where: \.isPairedWithZero) {
      model.remarks.append(
        "The single output z is read as the two logits (0, z); the 0 is no weight and does not move.")
    }
    if let storage = settings.bitFlips { flipBits(storage, of: open, work, &model) }
    guard network.obstacle == nil else { return model }
    if settings.exactTimeLimit != nil, let obstacle = ExactDecision.obstacle(network) {
      model.remarks.append("The exact decision is not applicable: \(obstacle).")
    }
    let balls = try settings.balls.map { setting throws(AnalysisFailure) in try work.ball(setting) }
    model.balls = try zip(settings.balls, balls).enumerated().map { index, pair throws(AnalysisFailure) in
      try work.certify(pair.0, pair.1, index: index, margins: margins)
    }
    if network.hasBiases { model.reading.biases = model.balls.contains(where: \.movesBiases) ? "moved too" : "fixed" }
    if settings.searchesRadius, let ball = settings.balls.first {
      model.search = try work.search(ball)
      if model.search == nil { model.remarks.append("No radius was searched: all radii of \(ball) are 0.") }
    }
    return model
  }

  /// Bit flips, or a remark why there are none.
  private func flipBits(
    _ storage: WeightStorage, of open: OpenCheckpoint, _ work: ModelWork, _ model: inout ModelCertification
  ) {
    if let layer = open.plan.layers.first(where: { $0.layout == nil }) {
      model.remarks.append(
        "Bit flips are not applicable: layer \(layer.label) is no matrix that is stored as such (a convolution).")
      return
    }
    do { model.bitFlips = try work.flipBits(storage) } catch {
      model.remarks.append("Bit flips are not applicable: \(error.reason).")
    }
  }

  /// Every limit for unseen samples shares δ with the others of the report.
  private func stateHeldOut(_ report: inout CertificationReport) {
    let statements = report.models.reduce(0) { $0 + $1.balls.count }
    for model in report.models.indices {
      let count = report.models[model].margins.count
      for ball in report.models[model].balls.indices {
        report.models[model].balls[ball].heldOut = HeldOutCertificate(
          errors: report.models[model].balls[ball].proved(count: count).count { !$0 }, count: count,
          failureProbability: settings.failureProbability, dividedAmong: statements)
      }
    }
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
}
