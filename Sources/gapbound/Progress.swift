import Checkpoints
import Foundation
import Synchronization

/// One line on a terminal's standard error for work over about a second; nothing elsewhere. May be called from any thread.
final class Progress: Sendable {
  private struct State {
    let begun = Date()
    var step = ""
    var stepBegun = Date()
    var lastShown = Date.distantPast
    var isShown = false
  }

  private let state = Mutex(State())
  /// False where nobody would see the line.
  let isTerminal = isatty(STDERR_FILENO) == 1

  /// Says what is being done, how much of it is, and how long the rest of this step may take.
  func update(_ step: String, detail: String = "", done: Int, of total: Int) {
    guard isTerminal else { return }
    let now = Date()
    let elapsed = state.withLock { state in
      if state.step != step { (state.step, state.stepBegun) = (step, now) }
      return now.timeIntervalSince(state.stepBegun)
    }
    show {
      let left = done > 0 ? String(format: ", about %.0f s left", elapsed / Double(done) * Double(total - done)) : ""
      return "[\(min(done + 1, total))/\(total)] \(step)\(detail)\(left)"
    }
  }

  /// Shows a line, which is made only where it is time for one: ten a second are enough for anybody.
  func show(_ line: () -> String) {
    guard isTerminal else { return }
    let now = Date()
    let isDue = state.withLock { state in
      guard now.timeIntervalSince(state.begun) > 1, now.timeIntervalSince(state.lastShown) > 0.1 else { return false }
      (state.lastShown, state.isShown) = (now, true)
      return true
    }
    // Erases the line, so that a shorter text leaves nothing behind.
    if isDue { write("\r\u{1B}[K" + line()) }
  }

  /// Takes the line away.
  func finish() {
    if state.withLock(\.isShown) { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}
