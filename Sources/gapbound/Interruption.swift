import Dispatch
import Foundation
import Synchronization

/// The first Ctrl-C, or a polite kill, asks work to save and stop; the second one kills.
final class Interruption: Sendable {
  private let asked = Atomic(false)
  private let isOver = Atomic(false)

  /// Listens from now on.
  init() {
    let queue = DispatchQueue(label: "interruption")
    for number in [SIGINT, SIGTERM] {
      // The source sees the signal only where the default action does not come first.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      // Holds itself and the source: a process listens to the end.
      source.setEventHandler {
        withExtendedLifetime(source) {
          if self.isOver.load(ordering: .relaxed) { _exit(Self.exitCode) }
          if self.asked.exchange(true, ordering: .relaxed) { _exit(Self.exitCode) }
          printError("stopping after this step; once more to stop at once")
        }
      }
      source.activate()
    }
  }

  /// True once somebody asked.
  var isAsked: Bool { asked.load(ordering: .relaxed) }

  /// From now on nothing is left to save: the next Ctrl-C ends the process.
  func end() { isOver.store(true, ordering: .relaxed) }

  /// As shells have it.
  private static let exitCode = CommandFailure.Code.interrupted.rawValue
}
