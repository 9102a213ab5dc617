import Foundation

/// The names in a folder in natural order, hidden ones aside.
struct FolderContents {
  let path: String
  private(set) var files: [String] = []
  private(set) var folders: [String] = []
  /// Entries that are neither file nor folder for us, and why the folder cannot be read.
  private(set) var faults: [Coverage] = []
  /// True for a folder that PyTorch's distributed checkpointing wrote: it is one checkpoint.
  private(set) var isDistributedCheckpoint = false
  private var names: Set<String> = []

  init(of path: String) {
    self.path = path
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
      let reason = (error as NSError).code == CocoaError.fileReadNoPermission.rawValue ? ": permission denied" : ""
      faults = [Coverage(path: path, status: .failed, reason: "the folder cannot be read\(reason)")]
      return
    }
    for name in naturallySorted(names.filter { !$0.hasPrefix(".") }, by: \.self) {
      switch Self.isFolder(self.path(of: name)) {
      case true?: folders.append(name)
      case false?: files.append(name)
      case nil:
        faults.append(Coverage(path: self.path(of: name), status: .skipped, reason: Self.reasonForNothing(name)))
      }
    }
    self.names = Set(files)
    isDistributedCheckpoint = names.contains(".metadata") && files.contains { $0.hasSuffix(".distcp") }
  }

  func path(of name: String) -> String { (path as NSString).appendingPathComponent(name) }

  func contains(_ file: String) -> Bool { names.contains(file) }

  /// The folder's own name.
  var name: String { Self.lastComponent(path) }

  private static func reasonForNothing(_ name: String) -> String {
    name.unicodeScalars.contains("\u{FFFD}") ? "the name is not UTF-8" : "a link that leads nowhere"
  }

  /// Whether a path leads to a folder; nil where it leads nowhere.
  static func isFolder(_ path: String) -> Bool? {
    let target = URL(filePath: path).resolvingSymlinksInPath().path
    let type = try? FileManager.default.attributesOfItem(atPath: target)[.type] as? FileAttributeType
    // What is still a link after all links were followed is broken.
    return type == .typeSymbolicLink ? nil : type.map { $0 == .typeDirectory }
  }

  static func lastComponent(_ path: String) -> String { URL(filePath: path).standardizedFileURL.lastPathComponent }

  /// The path with links resolved, by which two paths to one place are the same.
  static func canonical(_ path: String) -> String {
    URL(filePath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }
}
