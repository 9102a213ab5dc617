import Analysis
import Checkpoints
import MatrixNorms

/// What `analyze`, `norms` and `demo` share: find the checkpoints, analyse them, write, and say what went wrong.
struct AnalysisRun {
  let command: String
  let paths: [String]
  let resolved: ResolvedSettings
  let needsData: Bool
  var explains = false

  /// Analyses and writes; failures of single files are told after the report is written.
  ///
  /// - Parameter write: in place of the report's own destination.
  func run(
    printing overview: ((AnalysisReport) throws(CommandFailure) -> Void)? = nil,
    writing write: ((AnalysisReport) throws(CommandFailure) -> Void)? = nil
  ) throws(CommandFailure) {
    LinearAlgebraLibrary.warnAboutThreads()
    let settings = try analysisSettings()
    let destination = write == nil ? try resolved.destination() : nil
    let discovery = try resolved.discovery(paths, reference: settings.reference?.place)
    try requireSomeReference(settings.reference?.place, discovery)
    let progress = Progress()
    let count = discovery.files.count
    let report = Analyzer(settings).report(on: discovery, command: command) { done, step in
      progress.update("", detail: "\(discovery.files[done].label): \(step)", done: done, of: count)
    } progress: { done, file in
      progress.update("", detail: file.label, done: done, of: count)
    }
    progress.finish()
    tell(report.warnings)
    if explains { printError(report.explanation.joined(separator: "\n")) }
    let failed = report.coverage.filter { $0.status == .failed }
    guard !report.checkpoints.isEmpty else {
      throw CommandFailure(nothingDoneIn: paths, report.coverage, done: "analysed")
    }
    try overview?(report)
    try write?(report)
    try destination?.write(report)
    if !failed.isEmpty {
      throw CommandFailure(failed: failed, of: discovery.files.count, done: "analysed")
    }
    if needsData { try requireSomeBound(report) }
  }

  private func analysisSettings() throws(CommandFailure) -> AnalysisSettings {
    var settings = AnalysisSettings(workers: try resolved.workers())
    settings.manifest = try resolved.manifest()
    guard needsData else {
      settings.radii = []
      return settings
    }
    settings.radii = try resolved.radii()
    settings.marginScale = try resolved.marginScale()
    settings.failureProbability = try resolved.failureProbability()
    guard let train = try resolved.samples(.train) else {
      throw CommandFailure(
        code: .usage,
        message:
          "no training data: give --train FILE, or data: {train: FILE} in gapbound.yaml (norms need none: gapbound norms)"
      )
    }
    settings.train = train
    settings.trainSampleLimit = try resolved.trainSampleLimit(of: train)
    settings.test = try resolved.samples(.test)
    settings.reference = try referenceMatrices(settings.manifest)
    if try resolved.settings[.sharpness]?.flag() ?? false { settings.sharpness = SharpnessMeasurement.usualAttack }
    settings.hyperparameters = try resolved.hyperparameterTable()
    return settings
  }

  private func referenceMatrices(_ manifest: ModelManifest) throws(CommandFailure) -> ReferenceMatrices? {
    guard let place = try resolved.reference() else { return nil }
    do { return try ReferenceMatrices(place, manifest: manifest) } catch {
      throw CommandFailure(code: .unreadableInput, message: "reference matrices: \(error)")
    }
  }

  /// Refuses a name that no run has: it is a typing error.
  private func requireSomeReference(
    _ place: ReferencePlace?, _ discovery: CheckpointDiscovery
  ) throws(CommandFailure) {
    guard let place, !discovery.files.isEmpty, discovery.files.allSatisfy({ place.path(for: $0) == nil }) else {
      return
    }
    throw CommandFailure(
      code: .unreadableInput,
      message: "reference matrices: \(place.name) is neither a file nor one in the folder of any checkpoint")
  }

  private func requireSomeBound(_ report: AnalysisReport) throws(CommandFailure) {
    let bounds = report.checkpoints.flatMap(\.bounds)
    guard bounds.allSatisfy({ $0.total == nil }) else { return }
    let reasons = bounds.compactMap { bound -> String? in
      if case .notApplicable(let reason) = bound.outcome { reason } else { nil }
    }
    let unique = reasons.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    throw CommandFailure(
      code: .outsideAssumptions, message: "no bound applies to any checkpoint: \(unique.joined(separator: "; "))")
  }
}

extension LinearAlgebraLibrary {
  /// Two builds of OpenBLAS are wrong or slow under threads: one worker is used, and the cure is named.
  static func warnAboutThreads() {
    guard !current.allowsConcurrentCalls else { return }
    printError(
      "gapbound: warning: this OpenBLAS is not safe for concurrent calls; one thread is used (apt install libopenblas0-pthread)"
    )
  }
}
