import Foundation
import TensorFiles

/// Where the matrices lie that checkpoints are compared with: the weights at initialization, or another model's.
public enum ReferencePlace: Sendable, Equatable {
  /// One file for all checkpoints.
  case file(String)
  /// A file of this name in every run's own folder.
  case named(String)

  /// The file for a checkpoint: for a name the one beside it, else in the nearest folder above, as far up as the folder
  /// that was asked for. Nil where there is none.
  public func path(for checkpoint: CheckpointFile) -> String? {
    switch self {
    case .file(let path): return path
    case .named(let name):
      var folder = parentFolder(of: checkpoint.path)
      // A label is the path below the folder that was asked for.
      for _ in checkpoint.label.split(separator: "/") {
        let path = (folder as NSString).appendingPathComponent(name)
        if FileManager.default.fileExists(atPath: path) { return path }
        folder = parentFolder(of: folder)
      }
      return nil
    }
  }

  /// True for a file that holds reference matrices and is no checkpoint, whatever its contents.
  func isReference(_ path: String) -> Bool {
    switch self {
    case .file(let reference): FolderContents.canonical(reference) == FolderContents.canonical(path)
    case .named(let name): FolderContents.lastComponent(path) == name
    }
  }
}
