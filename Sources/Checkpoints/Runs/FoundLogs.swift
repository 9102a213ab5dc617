import Foundation

/// Collects the logs of a search, each once.
struct FoundLogs {
  private(set) var logs: [RunLog] = []
  private(set) var faults: [Coverage] = []
  private var seen: Set<String> = []

  /// Reads a log; one that cannot be read is a line of the coverage, and the checkpoints are analysed without it.
  mutating func read(_ path: String, isBelowPaths: Bool = true) {
    let name = (path as NSString).lastPathComponent
    guard let format = LogFormat.named(name), seen.insert(FolderContents.canonical(path)).inserted else { return }
    do { logs.append(try RunLog(path, as: format, isBelowPaths: isBelowPaths)) } catch {
      let reason = "logged metrics, not used: \(error.reason)"
      if isBelowPaths { faults.append(Coverage(path: path, status: .skipped, reason: reason)) }
    }
  }

  /// Reads the logs in a folder outside the search: beside a single file, or above Lightning's `checkpoints`.
  mutating func look(in folder: String, except excluded: Set<String>) {
    for name in LogFormat.all.flatMap(\.fileNames) {
      let path = folder.isEmpty ? name : (folder as NSString).appendingPathComponent(name)
      if FolderContents.isFolder(path) == false, !excluded.contains(FolderContents.canonical(path)) {
        read(path, isBelowPaths: false)
      }
    }
  }

  /// The step at which the trainer in this folder stopped.
  func finalStep(in folder: String) -> Int? {
    let place = FolderContents.canonical(folder)
    return logs.first { $0.folder == place && $0.finalStep != nil }?.finalStep
  }
}
