import Checkpoints

/// A failure with a message for people and an exit code for scripts.
struct CommandFailure: Error {
  /// Documented exit codes (the argument parser's own usage errors are 64).
  enum Code: Int32 {
    case usage = 2
    case unreadableInput = 3
    case outsideAssumptions = 4
    case nothingToAnalyse = 5
    case diverged = 6
    case interrupted = 130
  }

  let code: Code
  let message: String
}

extension CommandFailure {
  /// Nothing is written where nothing could be done; the message says why.
  init(nothingDoneIn paths: [String], _ coverage: [Coverage], done: String) {
    let failed = coverage.filter { $0.status == .failed }
    if failed.isEmpty {
      let skipped = coverage.isEmpty ? "" : ":\n" + Self.lines(coverage)
      self.init(code: .nothingToAnalyse, message: "nothing to analyse in \(paths.joined(separator: ", "))\(skipped)")
    } else {
      self.init(code: .unreadableInput, message: "no checkpoint could be \(done):\n" + Self.lines(failed))
    }
  }

  /// Some files failed while the rest is in the report.
  init(failed: [Coverage], of files: Int, done: String) {
    self.init(
      code: .unreadableInput, message: "\(failed.count) of \(files) files could not be \(done):\n" + Self.lines(failed))
  }

  private static func lines(_ coverage: [Coverage]) -> String {
    let shown = coverage.prefix(20).map { "  \($0.path)\($0.tensor.map { ", tensor \($0)" } ?? ""): \($0.reason)" }
    let rest = coverage.count > shown.count ? ["  … and \(coverage.count - shown.count) more"] : []
    return (shown + rest).joined(separator: "\n")
  }
}
