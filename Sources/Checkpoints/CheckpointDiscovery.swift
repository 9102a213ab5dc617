import Foundation
import TensorFiles

/// From paths to series of checkpoint files: a file, a folder of checkpoints (a series), a folder with one checkpoint in
/// each subfolder (a series too), or a folder of such folders (runs).
public struct CheckpointDiscovery: Sendable {
  /// All checkpoint files; those of one series stand together, in order.
  public private(set) var files: [CheckpointFile] = []
  /// How each path was read, one sentence each.
  public private(set) var readings: [String] = []
  /// What was passed over and why.
  public private(set) var coverage: [Coverage] = []
  private let excluded: Set<String>
  /// Folders already read, links resolved: a link to a folder above must not be followed round and round.
  private var visited: Set<String> = []

  /// Folders below a path are searched this deep: runs / epochs / files.
  static let maximumDepth = 3

  /// Looks at the paths.
  ///
  /// - Parameter excluding: files that are known to be something else, such as the data.
  /// - Throws: for a path that does not exist.
  public init(_ paths: [String], excluding: [String] = []) throws(DiscoveryError) {
    excluded = Set(excluding.map(Self.canonical))
    for path in paths {
      guard let isFolder = Self.isFolder(path) else { throw .notFound(path) }
      if isFolder {
        readFolder(path)
      } else {
        readings.append("\(path): one checkpoint")
        let name = (path as NSString).lastPathComponent
        files.append(Self.file(path, label: name, series: name))
      }
    }
  }

  private mutating func readFolder(_ root: String) {
    let found = series(in: root, below: "", depth: 0)
    let count = found.reduce(0) { $0 + $1.files.count }
    switch found.count {
    case 0: readings.append("\(root): no checkpoint found")
    case 1: readings.append("\(root): a series of \(count) checkpoint\(count == 1 ? "" : "s")")
    default: readings.append("\(root): \(found.count) runs of \(count) checkpoints in all")
    }
    files += found.flatMap(\.files)
  }

  private struct Series {
    var files: [CheckpointFile]
  }

  /// The series in a folder; its own files are one.
  private mutating func series(in root: String, below prefix: String, depth: Int) -> [Series] {
    let folder = prefix.isEmpty ? root : (root as NSString).appendingPathComponent(prefix)
    guard visited.insert(Self.canonical(folder)).inserted else {
      coverage.append(Coverage(path: folder, status: .skipped, reason: "leads to a folder that was read already"))
      return []
    }
    let (names, folders) = contents(of: folder)
    if let index = names.first(where: { $0.hasSuffix(".index.json") }) {
      coverage.append(
        Coverage(path: folder, status: .skipped, reason: "sharded model (\(index)): this version reads single files"))
      return []
    }
    let name = prefix.isEmpty ? Self.lastComponent(root) : prefix
    let own = names.compactMap { checkpoint($0, in: folder, below: prefix, series: name) }
    var deeper: [[Series]] = []
    for subfolder in folders where depth < Self.maximumDepth {
      deeper.append(series(in: root, below: prefix.isEmpty ? subfolder : "\(prefix)/\(subfolder)", depth: depth + 1))
    }
    let below = deeper.filter { !$0.isEmpty }
    let isOneEach = below.count > 1 && below.allSatisfy { $0.count == 1 && $0[0].files.count == 1 }
    if own.isEmpty, isOneEach { return [Self.merged(below.flatMap { $0 }, series: name)] }
    return (own.isEmpty ? [] : [Series(files: Self.sorted(own))]) + below.flatMap { $0 }
  }

  /// One checkpoint in each subfolder: one series under the folder's name.
  private static func merged(_ parts: [Series], series: String) -> Series {
    Series(
      files: sorted(
        parts.flatMap(\.files).map {
          CheckpointFile(path: $0.path, label: $0.label, series: series, epoch: $0.epoch, step: $0.step)
        }))
  }

  private mutating func checkpoint(_ name: String, in folder: String, below prefix: String, series: String)
    -> CheckpointFile?
  {
    let path = (folder as NSString).appendingPathComponent(name)
    let known = TensorFiles.formats.flatMap(\.fileExtensions)
    let type = (name as NSString).pathExtension.lowercased()
    if excluded.contains(Self.canonical(path)) {
      coverage.append(Coverage(path: path, status: .skipped, reason: "labelled samples, not a checkpoint"))
    } else if type == "npz", Self.looksLikeSamples(path) {
      coverage.append(Coverage(path: path, status: .skipped, reason: "looks like labelled samples, not a checkpoint"))
    } else if known.contains(type), type != "npy" {
      return Self.file(path, label: prefix.isEmpty ? name : "\(prefix)/\(name)", series: series)
    } else if Self.foreignCheckpoints.contains(type) {
      coverage.append(Coverage(path: path, status: .skipped, reason: "checkpoint format .\(type) is not read"))
    } else {
      coverage.append(Coverage(path: path, status: .skipped, reason: "not a checkpoint file"))
    }
    return nil
  }

  /// Checkpoint formats of other tools, named so that nobody wonders why a file is missing.
  static let foreignCheckpoints: Set = [
    "pt", "pth", "ckpt", "bin", "tar", "onnx", "keras", "h5", "gguf", "pb", "msgpack",
  ]

  private static func looksLikeSamples(_ path: String) -> Bool {
    guard let file = try? TensorFiles.open(path) else { return false }
    let names = Set(file.tensors.map { $0.name.lowercased() })
    let pairs = [("x", "y"), ("x_train", "y_train"), ("x_test", "y_test"), ("images", "labels"), ("data", "target")]
    return pairs.contains { names.contains($0) && names.contains($1) }
  }

  private func contents(of folder: String) -> (files: [String], folders: [String]) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    var (files, folders): ([String], [String]) = ([], [])
    for name in naturallySorted(names.filter({ !$0.hasPrefix(".") }), by: \.self) {
      guard let isFolder = Self.isFolder((folder as NSString).appendingPathComponent(name)) else { continue }
      if isFolder { folders.append(name) } else { files.append(name) }
    }
    return (files, folders)
  }

  /// By epoch and step where all tell them, else by name.
  private static func sorted(_ files: [CheckpointFile]) -> [CheckpointFile] {
    let byName = naturallySorted(files, by: \.label)
    guard files.allSatisfy({ $0.epoch != nil || $0.step != nil }) else { return byName }
    return byName.enumerated().sorted { a, b in
      let x = (a.element.epoch ?? 0, a.element.step ?? 0, a.offset)
      return x < (b.element.epoch ?? 0, b.element.step ?? 0, b.offset)
    }.map(\.element)
  }

  private static func file(_ path: String, label: String, series: String) -> CheckpointFile {
    let told = EpochAndStep(path: label)
    return CheckpointFile(path: path, label: label, series: series, epoch: told.epoch, step: told.step)
  }

  /// Whether a path leads to a folder; nil where it leads nowhere.
  private static func isFolder(_ path: String) -> Bool? {
    let target = URL(filePath: path).resolvingSymlinksInPath().path
    let type = try? FileManager.default.attributesOfItem(atPath: target)[.type] as? FileAttributeType
    return type.map { $0 == .typeDirectory }
  }

  private static func lastComponent(_ path: String) -> String {
    URL(filePath: path).standardizedFileURL.lastPathComponent
  }

  private static func canonical(_ path: String) -> String {
    URL(filePath: path).resolvingSymlinksInPath().standardizedFileURL.path
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
