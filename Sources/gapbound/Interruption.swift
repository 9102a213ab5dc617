import Dispatch
import Foundation
import Synchronization

/// The first Ctrl-C, or a polite kill, asks work to save and stop; the second one kills.
final class Interruption: Sendable {
  private let asked = Atomic(false)
  private let sources: [any DispatchSourceSignal]

  /// Listens from now on.
  init() {
    let queue = DispatchQueue(label: "interruption")
    sources = [SIGINT, SIGTERM].map { number in
      // The source sees the signal only where the default action does not come first.
      signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: queue)
    }
    for source in sources {
      source.setEventHandler { [weak self] in
        guard let self else { return }
        if self.asked.exchange(true, ordering: .relaxed) { _exit(Self.exitCode) }
        printError("stopping after this step; once more to stop at once")
      }
      source.activate()
    }
  }

  /// True once somebody asked.
  var isAsked: Bool { asked.load(ordering: .relaxed) }

  /// As shells have it.
  private static let exitCode = CommandFailure.Code.interrupted.rawValue
}
