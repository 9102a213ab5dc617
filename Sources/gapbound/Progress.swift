import Checkpoints
import Foundation

/// One line on a terminal's standard error for work over about a second; nothing elsewhere.
final class Progress {
  private let total: Int
  private let start = Date()
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var isShown = false

  init(total: Int) { self.total = total }

  /// Says which file comes next and how long the rest may take.
  func update(done: Int, file: CheckpointFile) {
    let elapsed = Date().timeIntervalSince(start)
    guard isTerminal, elapsed > 1 else { return }
    let left = done > 0 ? String(format: ", about %.0f s left", elapsed / Double(done) * Double(total - done)) : ""
    // Erases the line, so that a shorter text leaves nothing behind.
    write("\r\u{1B}[K[\(done + 1)/\(total)] \(file.label)\(left)")
    isShown = true
  }

  func finish() {
    if isShown { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}
