import Analysis
import Checkpoints
import Foundation
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
    if let folder = settings.witnessFolder { try prepare(witnesses: folder) }
    let progress = Progress()
    let report = Certifier(settings) { step in
      progress.update(step.title, done: step.done, of: step.total)
    }.report(on: discovery)
    progress.finish()
    tell(report.warnings)
    if explains { printError(report.explanation.joined(separator: "\n")) }
    guard !report.models.isEmpty else {
      throw CommandFailure(nothingDoneIn: paths, report.coverage, done: "certified")
    }
    try destination.write(report)
    let failed = report.coverage.filter { $0.status == .failed }
    if !failed.isEmpty { throw CommandFailure(failed: failed, of: discovery.files.count, done: "certified") }
    try requireSomeCertificate(report, settings)
  }

  /// Finds out before the work whether witnesses can be written, and keeps them out of folders of models, where they would be read
  /// as models the next time.
  private func prepare(witnesses folder: String) throws(CommandFailure) {
    let place = URL(filePath: folder, directoryHint: .isDirectory).standardizedFileURL.pathComponents
    for path in paths {
      let url = URL(filePath: path).standardizedFileURL
      let isFolder = (try? url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true
      guard !isFolder || !place.starts(with: url.pathComponents) else {
        throw CommandFailure(
          code: .usage, message: "--witnesses: \"\(folder)\": lies in \(path), where witnesses would be read as models")
      }
    }
    do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
      throw CommandFailure(
        code: .unreadableInput, message: "cannot make the folder \(folder): \(error.localizedDescription)")
    }
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw CommandFailure(code: .unreadableInput, message: "cannot write into the folder \(folder)")
    }
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
