import Foundation
import TensorFiles

/// From paths to series of checkpoint files: a file, a folder of checkpoints (a series), a folder with one checkpoint in
/// each subfolder (a series too), or a folder of such folders (runs).
public struct CheckpointDiscovery: Sendable {
  /// All checkpoint files; those of one series stand together, in order.
  public private(set) var files: [CheckpointFile] = []
  /// How each path was read, one sentence each.
  public private(set) var readings: [String] = []
  /// What was passed over and why; logs are in `logs`.
  public private(set) var coverage: [Coverage] = []
  /// The training logs beside them.
  public private(set) var logs = RunLogs([])
  /// Which layouts were recognised and how logs were read, one sentence each.
  public private(set) var explanation: [String] = []
  /// Files with reference matrices that were met on the way.
  public private(set) var references: [String] = []
  private let excluded: Set<String>
  private let reference: ReferencePlace?
  private var found = FoundLogs()
  private var neighbourhoods: [String: FolderContents] = [:]
  /// Folders already read, links resolved: a link to a folder above must not be followed round and round.
  private var visited: Set<String> = []

  /// Folders below a path are searched this deep: experiments / lightning_logs / version_0 / checkpoints / files.
  static let maximumDepth = 4

  /// Looks at the paths.
  ///
  /// - Parameters:
  ///   - excluding: files that are known to be something else, such as the data.
  ///   - reference: where reference matrices lie, which are no checkpoints either.
  /// - Throws: for a path that does not exist.
  public init(
    _ paths: [String], excluding: [String] = [], reference: ReferencePlace? = nil
  ) throws(DiscoveryError) {
    self.reference = reference
    excluded = Set(excluding.map(FolderContents.canonical))
    for path in paths {
      guard let isFolder = FolderContents.isFolder(path) else { throw .notFound(path) }
      if isFolder { readFolder(path) } else { readFile(path) }
    }
    logs = RunLogs(found.logs, faults: found.faults, for: files)
    explanation = readings + explanation + logs.explanation
  }

  private mutating func readFile(_ path: String) {
    if isReference(path) { return }
    readings.append("\(path): one checkpoint")
    let name = (path as NSString).lastPathComponent
    let contents = neighbours(of: path)
    let layout = RunLayout(of: contents)
    files.append(Self.file(path, label: name, series: name, numbersIn: path, layout))
    lookForLogs(around: contents.path)
  }

  /// True for reference matrices, which are kept in mind.
  private mutating func isReference(_ path: String) -> Bool {
    guard reference?.isReference(path) ?? false else { return false }
    references.append(path)
    return true
  }

  /// The folder of a single file, listed once for all files given.
  private mutating func neighbours(of path: String) -> FolderContents {
    let folder = parentFolder(of: path)
    if let known = neighbourhoods[folder] { return known }
    let contents = FolderContents(of: folder)
    neighbourhoods[folder] = contents
    return contents
  }

  private mutating func readFolder(_ root: String) {
    let series = series(in: root, below: "", depth: 0)
    let count = series.reduce(0) { $0 + $1.files.count }
    let checkpoints = "\(count) checkpoint\(count == 1 ? "" : "s")"
    switch series.count {
    case 0: readings.append("\(root): no checkpoint found")
    case 1: readings.append("\(root): a series of \(checkpoints)")
    default: readings.append("\(root): \(series.count) runs of \(checkpoints) in all")
    }
    files += series.flatMap(\.files)
    if FolderContents.lastComponent(root) == "checkpoints" {
      found.look(in: (root as NSString).appendingPathComponent(".."), except: excluded)
    }
  }

  /// The logs of a single file: beside it, and above a folder that Lightning names checkpoints.
  private mutating func lookForLogs(around folder: String) {
    found.look(in: folder, except: excluded)
    if FolderContents.lastComponent(folder) == "checkpoints" {
      found.look(in: (folder as NSString).appendingPathComponent(".."), except: excluded)
    }
  }

  /// The series in a folder; its own files are one.
  private mutating func series(in root: String, below prefix: String, depth: Int) -> [CheckpointSeries] {
    let folder = prefix.isEmpty ? root : (root as NSString).appendingPathComponent(prefix)
    guard visited.insert(FolderContents.canonical(folder)).inserted else {
      coverage.append(Coverage(path: folder, status: .skipped, reason: "leads to a folder that was read already"))
      return []
    }
    let contents = FolderContents(of: folder)
    coverage += contents.faults
    let name = Self.seriesName(of: prefix, below: root)
    if contents.isDistributedCheckpoint, isReference(folder) { return [] }
    if contents.isDistributedCheckpoint { return [distributed(contents, below: prefix, series: name)] }
    let layout = RunLayout(of: contents)
    if let sentence = layout.explanation { explanation.append("\(folder): \(sentence)") }
    let own = checkpoints(in: contents, below: prefix, series: name, layout)
    var below: [CheckpointSeries] = []
    for subfolder in contents.folders {
      guard depth < Self.maximumDepth else {
        let reason = "deeper than \(Self.maximumDepth) folders: not searched"
        coverage.append(Coverage(path: contents.path(of: subfolder), status: .skipped, reason: reason))
        continue
      }
      below += series(in: root, below: prefix.isEmpty ? subfolder : "\(prefix)/\(subfolder)", depth: depth + 1)
    }
    return CheckpointSeries.joined(own, below, name: name, contents, layout)
  }

  private mutating func checkpoints(
    in contents: FolderContents, below prefix: String, series: String, _ layout: RunLayout
  ) -> [CheckpointFile] {
    let sorter = FileSorter(contents)
    var result: [CheckpointFile] = []
    for name in contents.files {
      let path = contents.path(of: name)
      switch excluded.contains(FolderContents.canonical(path))
        ? .other("labelled samples, not a checkpoint") : sorter.kind(of: name)
      {
      case .checkpoint where isReference(path): break
      case .checkpoint where path.hasSuffix(".npz") && Self.looksLikeSamples(path):
        skip(path, "looks like labelled samples, not a checkpoint")
      case .checkpoint:
        let label = prefix.isEmpty ? name : "\(prefix)/\(name)"
        result.append(Self.file(path, label: label, series: series, numbersIn: path, layout))
      case .log: found.read(path)
      case .other(let reason): skip(path, reason)
      }
    }
    if result.count == 1, result[0].epoch == nil, result[0].step == nil, let step = found.finalStep(in: contents.path) {
      result[0].step = step
      result[0].placing = ["step \(step): the global_step of trainer_state.json beside it"]
    }
    return result
  }

  private mutating func skip(_ path: String, _ reason: String) {
    coverage.append(Coverage(path: path, status: .skipped, reason: reason))
  }

  /// A folder that is one checkpoint.
  private mutating func distributed(
    _ contents: FolderContents, below prefix: String, series: String
  ) -> CheckpointSeries {
    let label = prefix.isEmpty ? contents.name : prefix
    let shards = contents.files.filter { $0.hasSuffix(".distcp") }
    for name in contents.files {
      let path = contents.path(of: name)
      if name.hasSuffix(".distcp") {
        skip(path, "part of the distributed checkpoint \(label)")
      } else if LogFormat.named(name) != nil {
        found.read(path)
      } else {
        skip(path, TrainingFiles.reason(for: name) ?? "no part of the distributed checkpoint \(label)")
      }
    }
    for name in contents.folders { skip(contents.path(of: name), "inside the distributed checkpoint \(label)") }
    explanation.append("\(contents.path): a distributed checkpoint of PyTorch (.metadata and \(shards.count) .distcp)")
    let file = Self.file(
      contents.path, label: label, series: series, numbersIn: contents.path, .plain)
    let isNumbered = file.epoch != nil || file.step != nil
    return CheckpointSeries(name: series, files: [file], isNumberedFolder: isNumbered)
  }

  private static func looksLikeSamples(_ path: String) -> Bool {
    guard let file = try? TensorFiles.open(path) else { return false }
    let names = Set(file.tensors.map { $0.name.lowercased() })
    let pairs = [("x", "y"), ("x_train", "y_train"), ("x_test", "y_test"), ("images", "labels"), ("data", "target")]
    return pairs.contains { names.contains($0) && names.contains($1) }
  }

  private static func file(
    _ path: String, label: String, series: String, numbersIn name: String, _ layout: RunLayout
  ) -> CheckpointFile {
    let told = EpochAndStep(path: name, checkpointCounts: layout.counter)
    let placing = [told.epoch.map { "epoch \($0)" }, told.step.map { "step \($0)" }].compactMap(\.self)
    return CheckpointFile(
      path: path, label: label, series: series, epoch: told.epoch, step: told.step,
      placing: placing.map { "\($0): from the name" })
  }

  /// The folder below the root; the run's where Lightning puts its checkpoints into a folder of that name.
  private static func seriesName(of prefix: String, below root: String) -> String {
    let components = prefix.split(separator: "/")
    let named = components.last == "checkpoints" ? components.dropLast() : components[...]
    return named.isEmpty ? FolderContents.lastComponent(root) : named.joined(separator: "/")
  }
}

/// Why a path cannot be searched.
public enum DiscoveryError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no such file or folder.
  case notFound(String)

  /// The cause in one line.
  public var description: String {
    switch self {
    case .notFound(let path): "\(path): no such file or folder"
    }
  }
}
