import Analysis
import Checkpoints
import MatrixNorms

/// What `certify` does: find the models, certify them, write, and say what went wrong.
struct CertificationRun {
  let paths: [String]
  let resolved: ResolvedSettings
  var explains = false

  /// Certifies and writes; failures of single files are told after the report is written.
  func run() throws(CommandFailure) {
    LinearAlgebraLibrary.warnAboutThreads()
    MemoryReuse.enable()
    let settings = try resolved.certification()
    let destination = try resolved.destination()
    let discovery = try resolved.discovery(paths)
    let progress = Progress()
    let report = Certifier(settings) { step in
      progress.update(step.title, done: step.done, of: step.total)
    }.report(on: discovery)
    progress.finish()
    if explains { printError(report.explanation.joined(separator: "\n")) }
    guard !report.models.isEmpty else {
      throw CommandFailure(nothingDoneIn: paths, report.coverage, done: "certified")
    }
    try destination.write(report)
    let failed = report.coverage.filter { $0.status == .failed }
    if !failed.isEmpty { throw CommandFailure(failed: failed, of: discovery.files.count, done: "certified") }
    try requireSomeCertificate(report, settings)
  }

  private func requireSomeCertificate(
    _ report: CertificationReport, _ settings: CertificationSettings
  ) throws(CommandFailure) {
    let obstacles = report.models.compactMap(\.reading.obstacle)
    guard !settings.balls.isEmpty, obstacles.count == report.models.count else { return }
    let unique = obstacles.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    throw CommandFailure(
      code: .outsideAssumptions, message: "no certificate applies to any model: \(unique.joined(separator: "; "))")
  }
}
