import Analysis
import Datasets
import MatrixNorms
import Reporting

/// What `sweep` does: check everything, train, analyse, and say what failed.
struct SweepSession {
  let command: SweepCommand

  func run() throws(CommandFailure) {
    LinearAlgebraLibrary.warnAboutThreads()
    let file = try SweepFile(path: command.config)
    let workers = try threads()
    guard let output = command.output ?? file.output else {
      throw CommandFailure(code: .usage, message: "where to? Give --output DIR, or output: DIR in \(command.config)")
    }
    let samples = ResolvedSettings(settings: file.samples)
    guard let data = try samples.samples(.train) else {
      throw CommandFailure(code: .usage, message: "\(command.config): no samples: data: {train: FILE} is missing")
    }
    let analysis = file.analysis.map { SweepAnalysis(settings: $0.filled(from: file.samples), workers: workers) }
    try analysis?.check()
    let plan = try plan(file.grid, data, output)
    if command.dryRun { return try printData(SweepMarkdown.plan(plan)) }
    var failures = try train(plan, data, workers)
    if let analysis { failures += try analysis.run(plan) }
    if let failure = CommandFailure(all: failures) { throw failure }
  }

  private func threads() throws(CommandFailure) -> WorkerCount {
    let settings = Settings(flags: [.threads: ("--threads", command.threads)])
    return try ResolvedSettings(settings: settings).workers()
  }

  private func plan(
    _ grid: SweepGrid, _ data: LabelledSamples, _ output: String
  ) throws(CommandFailure) -> SweepPlan {
    do { return try SweepPlan(grid, data: data, output: output) } catch {
      guard case .folder(_, let cause) = error else {
        throw CommandFailure(code: .usage, message: "\(command.config): \(error)")
      }
      throw CommandFailure(code: TrainingSession.failure(cause).code, message: "\(error)")
    }
  }

  /// Trains what is not finished.
  ///
  /// - Returns: one failure for all runs that failed.
  /// - Throws: `interrupted`.
  private func train(
    _ plan: SweepPlan, _ data: LabelledSamples, _ workers: WorkerCount
  ) throws(CommandFailure) -> [CommandFailure] {
    let interruption = Interruption()
    let progress = SweepProgress(plan)
    let outcomes = Sweep(plan, data: data, workers: workers, version: gapboundVersion).run(
      goOn: { !interruption.isAsked }, observe: progress.observe)
    progress.finish()
    interruption.end()
    let failed = zip(plan.runs, outcomes).compactMap { planned, outcome in
      if case .failed(let error) = outcome { (planned, error) } else { nil }
    }
    let failures = CommandFailure(failedRuns: failed, of: plan.runs.count).map { [$0] } ?? []
    let stopped = outcomes.count { if case .interrupted = $0 { true } else { false } }
    guard stopped > 0 else { return failures }
    for failure in failures { printError("gapbound: error: \(failure.message)") }
    throw CommandFailure(
      code: .interrupted, message: "stopped with \(stopped) of \(plan.runs.count) runs to go; the same command goes on")
  }
}

extension CommandFailure {
  /// The runs that failed, one line each; nil where none did.
  fileprivate init?(failedRuns: [(PlannedRun, TrainingRunError)], of count: Int) {
    guard !failedRuns.isEmpty else { return nil }
    let codes = Set(failedRuns.map { TrainingSession.failure($0.1).code })
    let lines = failedRuns.map { "  \($0.path): \($1)" }
    self.init(
      code: codes == [.diverged] ? .diverged : .unreadableInput,
      message: "\(failedRuns.count) of \(count) runs failed:\n" + lines.joined(separator: "\n"))
  }

  /// Several failures as one, with the first one's code; nil where there is none.
  fileprivate init?(all failures: [CommandFailure]) {
    guard let first = failures.first else { return nil }
    self.init(code: first.code, message: failures.map(\.message).joined(separator: "\n"))
  }
}
