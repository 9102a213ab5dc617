import Bounds
import Certification
import Checkpoints
import Datasets
import MatrixNorms
import Networks
import TensorFiles

/// What to analyse checkpoints with.
public struct AnalysisSettings: Sendable {
  /// Training samples; nil for norms alone.
  public var train: LabelledSamples?
  /// How many of them, from the first; nil for all.
  public var trainSampleLimit: Int?
  /// Test samples; nil where there are none.
  public var test: LabelledSamples?
  /// Settings of the radii, one after another; empty for norms alone.
  public var radii: [RadiusSetting]
  /// γ.
  public var marginScale: MarginScale
  /// δ.
  public var failureProbability: Double
  /// What the user says about bare tensors.
  public var manifest: ModelManifest
  /// The matrices that weights are compared with; nil where there are none.
  public var reference: ReferenceMatrices?
  /// How hard to attack all training samples for the measure of sharpness; nil where it is not asked for.
  public var sharpness: AttackSettings?
  /// Hyper-parameters of runs or checkpoints; nil for those that files tell.
  public var hyperparameters: HyperparameterTable?
  /// Workers.
  public var workers: WorkerCount

  /// Settings; the defaults are those of the command.
  public init(
    train: LabelledSamples? = nil, trainSampleLimit: Int? = nil, test: LabelledSamples? = nil,
    radii: [RadiusSetting] = [.uniform(0, layers: nil)],
    marginScale: MarginScale = .percentile(10), failureProbability: Double = 0.05, manifest: ModelManifest = .init(),
    reference: ReferenceMatrices? = nil, sharpness: AttackSettings? = nil, workers: WorkerCount
  ) {
    self.train = train
    self.trainSampleLimit = trainSampleLimit
    self.test = test
    self.radii = radii
    self.marginScale = marginScale
    self.failureProbability = failureProbability
    self.manifest = manifest
    self.reference = reference
    self.sharpness = sharpness
    self.workers = workers
  }

  /// The training samples that are used.
  var usedTrain: LabelledSamples? {
    train.map { samples in samples.prefix(min(samples.count, trainSampleLimit ?? samples.count)) }
  }
}

/// From checkpoint files and samples to analyses.
public struct Analyzer: Sendable {
  private let settings: AnalysisSettings

  /// An analyzer.
  public init(_ settings: AnalysisSettings) { self.settings = settings }

  /// Analyses every file; one that cannot be read becomes a "failed" line of the coverage and the rest goes on.
  ///
  /// - Parameters:
  ///   - stage: called before a step within a file that may take long, with the number of files done and the step.
  ///   - progress: called before each file with the number of files done and the file.
  public func report(
    on discovery: CheckpointDiscovery, command: String, stage: (_ done: Int, _ step: String) -> Void = { _, _ in },
    progress: (_ done: Int, _ file: CheckpointFile) -> Void
  ) -> AnalysisReport {
    var report = AnalysisReport(
      command: command, readings: discovery.readings, parameters: parameters, coverage: discovery.coverage,
      checkpoints: [], statistics: [], explanation: discovery.explanation)
    var analyses: [[CheckpointAnalysis]] = []
    var seen: [String: Int] = [:]
    var exhibits = ExhibitCollection()
    var reference = settings.reference
    for (index, file) in discovery.files.enumerated() {
      progress(index, file)
      report.explanation.append("\(file.path):")
      do throws(AnalysisFailure) {
        let open = try Self.open(file, settings.manifest)
        let digest = try Self.digest(open)
        if let original = seen[digest] {
          let (copies, coverage) = duplicate(of: analyses[original], file: file)
          report.coverage.append(coverage)
          report.explanation.append("  \(coverage.reason)")
          analyses.append(Self.paired(copies, discovery.logs, found: file, elsewhere: "the original", &report))
          continue
        }
        report.explanation += open.explanation.map { "  \($0)" }
        let measured = try analyze(open, sha256: digest, &reference) { stage(index, $0) }
        exhibits.add(measured)
        let trained = TrainingMetadata.described(measured.analyses, by: open.metadata)
        analyses.append(
          Self.paired(trained, discovery.logs, found: file, elsewhere: "the file's metadata", &report))
        seen[digest] = analyses.count - 1
        report.coverage += open.plan.coverage
        let difference = settings.usedTrain.flatMap { SavedTraining.difference(open.metadata, from: $0) }
        for reason in [measured.referenceObstacle, difference].compactMap(\.self) {
          report.coverage.append(Coverage(path: file.path, status: .analysed, reason: reason))
          report.explanation.append("  \(reason)")
          report.warnings.append("\(file.path) \(reason)")
        }
      } catch {
        report.coverage.append(Coverage(path: file.path, status: .failed, reason: error.reason))
        report.explanation.append("  not analysed: \(error.reason)")
      }
    }
    report.coverage += Self.coverage(of: reference, discovery)
    report.coverage += discovery.logs.coverage(pairedWith: analyses.compactMap { $0.first?.logged })
    let reading = analyses.first?.first?.reading
    report.parameters.activation = reading?.activation
    report.parameters.biases = reading?.biases
    // Norms alone have no radii: one entry for each checkpoint.
    for radius in 0..<max(1, settings.radii.count) {
      let atRadius = analyses.compactMap { $0.indices.contains(radius) ? $0[radius] : nil }
      report.checkpoints += atRadius
    }
    report.exhibits = exhibits.exhibits
    if let table = settings.hyperparameters {
      let misfits = table.apply(to: &report.checkpoints)
      report.coverage += misfits
      report.warnings += misfits.map { "\($0.path): \($0.reason)" }
    }
    report.computeStatistics(workers: settings.workers)
    return report
  }

  /// The analyses of a checkpoint with what the logs say about it; why is added to the explanation.
  private static func paired(
    _ analyses: [CheckpointAnalysis], _ logs: RunLogs, found: CheckpointFile, elsewhere: String,
    _ report: inout AnalysisReport
  ) -> [CheckpointAnalysis] {
    guard let file = analyses.first?.file else { return analyses }
    let pairing = logs.pairing(of: file)
    let placing = [
      found.epoch == nil ? file.epoch.map { "epoch \($0): from \(elsewhere)" } : nil,
      found.step == nil ? file.step.map { "step \($0): from \(elsewhere)" } : nil,
    ].compactMap(\.self)
    report.explanation += (found.placing + placing + pairing.explanation).map { "  \($0)" }
    return analyses.map { analysis in
      var analysis = analysis
      analysis.logged = pairing.metrics
      return analysis
    }
  }

  /// What became of reference matrices: those of runs without a checkpoint are not read.
  private static func coverage(
    of reference: ReferenceMatrices?, _ discovery: CheckpointDiscovery
  ) -> [Coverage] {
    let used = reference?.coverage ?? []
    guard case .named? = reference?.place else { return used }
    return used
      + discovery.references.filter { path in !used.contains { $0.path == path } }.map {
        Coverage(path: $0, status: .skipped, reason: "reference matrices of no checkpoint")
      }
  }

  private var parameters: ReportParameters {
    ReportParameters(
      radii: settings.radii, marginScale: settings.marginScale, failureProbability: settings.failureProbability,
      train: settings.train.map(ReportParameters.DataStamp.init), trainSampleLimit: settings.trainSampleLimit,
      test: settings.test.map(ReportParameters.DataStamp.init), reference: settings.reference?.place.name,
      sharpness: settings.sharpness)
  }

  /// The analyses of a byte copy: those of the original under another name.
  private func duplicate(
    of original: [CheckpointAnalysis], file: CheckpointFile
  ) -> ([CheckpointAnalysis], Coverage) {
    let label = original.first?.file.label ?? ""
    let copies = original.map { analysis in
      var copy = analysis
      copy.file = file
      copy.file.epoch = file.epoch ?? analysis.file.epoch
      copy.file.step = file.step ?? analysis.file.step
      copy.duplicateOf = label
      return copy
    }
    return (copies, Coverage(path: file.path, status: .analysed, reason: "exact byte copy of \(label)"))
  }

  /// One analysis for each setting of the radii.
  private func analyze(
    _ open: OpenCheckpoint, sha256: String, _ reference: inout ReferenceMatrices?, _ stage: (String) -> Void
  ) throws(AnalysisFailure) -> NetworkAnalysis {
    switch open.plan.obstacle {
    case .foreignTensors(let reason)?, .structure(let reason)?:
      guard !open.plan.layers.isEmpty else { throw AnalysisFailure(open.file, reason) }
      return try normsOnly(open, sha256, obstacle: reason)
    case .order(let error)? where settings.train != nil: throw AnalysisFailure(open.file, "\(error)")
    case .order(let error)?: return try normsOnly(open, sha256, obstacle: "\(error)")
    case .noMatrix?:
      throw AnalysisFailure(open.file, "there is no weight matrix in the file" + Self.reasons(open.plan.coverage))
    case nil: break
    }
    guard let train = settings.usedTrain else { return try normsOnly(open, sha256, obstacle: nil) }
    return try NetworkAnalysis(
      open, sha256: sha256, train: train, settings: settings,
      reference: reference?.reference(for: open.file)
        ?? .missing(reason: "no reference matrices: --reference FILE names the weights before the training"),
      stage: stage)
  }

  /// Norms of all matrices, read layer by layer: no more than a few layers are in memory at a time.
  private func normsOnly(
    _ open: OpenCheckpoint, _ sha256: String, obstacle: String?
  ) throws(AnalysisFailure) -> NetworkAnalysis {
    let plan = open.plan
    let workers = settings.workers.limited(toLayersOf: plan.layers.map(\.elementCount).max() ?? 0)
    let layers = try workers.map(plan.layers.count) { k throws(AnalysisFailure) in
      let layer = plan.layers[k]
      do {
        let matrix = try open.matrix(layer)
        let isOutput = k == plan.layers.count - 1 && plan.obstacle == nil
        let distance = isOutput ? matrix.outputPairDistance : nil
        return LayerMeasurement(
          name: layer.label, norms: try LayerNorms(of: matrix), outputPairDistance: distance)
      } catch let error as CheckpointError {
        throw AnalysisFailure(open.file, "\(error)")
      } catch {
        throw AnalysisFailure(open.file, "\(layer.label): \(error)")
      }
    }
    // Norms of matrices that make no network are not the network's: a product of some would be ranked among those of all.
    let reason = obstacle ?? ""
    let hasData = settings.train != nil
    let bounds = hasData ? boundCatalogue.map { BoundEvaluation($0, notApplicable: reason) } : []
    let measures = hasData ? measureCatalogue.map { MeasureEvaluation($0, notAvailable: reason) } : []
    let analysis = CheckpointAnalysis(
      file: open.file, sha256: sha256, layers: layers, reading: ModelReading(obstacle: obstacle), radii: [],
      bounds: bounds, measures: measures)
    return NetworkAnalysis(norms: Array(repeating: analysis, count: max(1, settings.radii.count)))
  }

  /// What the first tensors of a file are instead.
  private static func reasons(_ coverage: [Coverage]) -> String {
    coverage.prefix(3).map { "; \($0.tensor ?? ""): \($0.reason)" }.joined()
  }

  static func digest(_ open: OpenCheckpoint) throws(AnalysisFailure) -> String {
    do { return try open.digest() } catch { throw AnalysisFailure(open.file, "\(error)") }
  }

  static func open(_ file: CheckpointFile, _ manifest: ModelManifest) throws(AnalysisFailure) -> OpenCheckpoint {
    do { return try OpenCheckpoint(file, manifest: manifest) } catch { throw AnalysisFailure(file, "\(error)") }
  }
}

/// Why one file is missing from the report.
struct AnalysisFailure: Error {
  let reason: String

  /// A reason that names its own file, where there is one.
  init(_ reason: String) { self.reason = reason }

  /// The reason without the path in front, which the coverage names anyway.
  init(_ file: CheckpointFile, _ reason: String) {
    let prefix = file.path + ": "
    self.reason = reason.hasPrefix(prefix) ? String(reason.dropFirst(prefix.count)) : reason
  }
}

extension WorkerCount {
  /// So few workers that their layers and Gram matrices, twice a layer each, stay within three times the largest layer in
  /// double precision plus 100 MB, of which the process itself takes up to 30: w · 2S ≤ 3S + 70 MB.
  func limited(toLayersOf elements: Int) -> WorkerCount {
    let megabytes = max(Double(elements) * 8 / 1e6, 1e-3)
    return WorkerCount(min(count, max(1, Int(1.5 + 35 / megabytes))), cores: count)
  }
}

extension ReportParameters.DataStamp {
  init(_ samples: LabelledSamples) {
    self.init(
      path: samples.path, count: samples.count, features: samples.featureCount, sha256: samples.sha256,
      scale: samples.preprocessing.scale, shift: samples.preprocessing.shift)
  }
}
