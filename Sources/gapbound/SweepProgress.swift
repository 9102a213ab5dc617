import Analysis
import Foundation
import Synchronization

/// How far a sweep is: a line on a terminal, elsewhere one line on standard error for every run that ends.
final class SweepProgress: Sendable {
  private struct State {
    let begun = Date()
    /// Runs that are being trained: how much of each is done, and its loss.
    var current: [Int: (done: Double, loss: Double)] = [:]
    var ended = 0
    /// Work of runs that ended.
    var endedWork = 0.0
  }

  private let plan: SweepPlan
  private let waiting: Int
  private let work: Double
  private let state = Mutex(State())
  private let line = Progress()

  /// Names are cut so that the line fits a terminal.
  private static let longestName = 28
  private static let runsShown = 2

  init(_ plan: SweepPlan) {
    self.plan = plan
    let waiting = plan.runs.filter { !$0.isFinished }
    self.waiting = waiting.count
    work = waiting.reduce(0) { $0 + $1.work * (1 - $1.share) }
    let finished = plan.runs.count - waiting.count
    if finished > 0 { printError("\(finished) of \(plan.runs.count) runs are finished") }
  }

  /// Takes note of a step or an end, from any thread.
  func observe(_ index: Int, _ event: Sweep.Event) {
    switch event {
    case .step(let step):
      let planned = plan.runs[index]
      let done = planned.work * (Double(step.step) / Double(max(1, step.stepCount)) - planned.share)
      state.withLock { $0.current[index] = (done, step.loss) }
      line.show { text() }
    case .ended(let outcome):
      let ended = state.withLock { state in
        state.current[index] = nil
        state.ended += 1
        state.endedWork += plan.runs[index].work * (1 - plan.runs[index].share)
        return state.ended
      }
      if !line.isTerminal, let text = Self.text(outcome) {
        printError("[\(ended)/\(waiting)] \(plan.runs[index].path): \(text)")
      }
    }
  }

  /// Takes the line away.
  func finish() { line.finish() }

  /// "3/18 runs | interval-seed-0 0.1234 | interval-seed-1 0.2345 | about 40 s left".
  private func text() -> String {
    state.withLock { state in
      let shown = state.current.sorted { $0.key < $1.key }.prefix(Self.runsShown).map { index, run in
        String(plan.runs[index].run.name.prefix(Self.longestName)) + String(format: " %.4g", run.loss)
      }
      let more = state.current.count - shown.count
      let done = state.endedWork + state.current.values.reduce(0) { $0 + $1.done }
      let left = Date().timeIntervalSince(state.begun) * (work / max(done, 1) - 1)
      return
        (["\(state.ended)/\(waiting) runs"] + shown + (more > 0 ? ["\(more) more"] : [])
        + [String(format: "about %.0f s left", max(0, left))]).joined(separator: " | ")
    }
  }

  private static func text(_ outcome: SweepOutcome) -> String? {
    switch outcome {
    case .trained(let outcome, let seconds):
      "\(outcome.epochs) epochs" + (outcome.hasStoppedEarly ? ", stopped early" : "")
        + (outcome.last.map { String(format: ", loss %.4g, training error %.2f %%", $0.loss, 100 * $0.error) } ?? "")
        + String(format: ", %.1f s", seconds)
    case .wasFinished, .interrupted: nil
    case .failed(let error): "failed: \(error)"
    }
  }
}
