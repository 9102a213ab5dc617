import Foundation
import TestSupport

@testable import Checkpoints

extension TemporaryFolder {
  /// A folder with these files; subfolders are made.
  convenience init(_ files: [String: String]) throws {
    try self.init()
    for (path, text) in files {
      let target = URL(filePath: self.path(path))
      try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: target)
    }
  }

  /// Discovery of the whole folder or of a path in it.
  func discover(_ path: String = "") throws -> CheckpointDiscovery { try CheckpointDiscovery([self.path(path)]) }
}

extension CheckpointDiscovery {
  /// The reason for a path that ends so.
  func reason(_ suffix: String) -> String? { coverage.first { $0.path.hasSuffix("/" + suffix) }?.reason }

  /// Metrics that the logs give a checkpoint, by its label.
  func logged(_ label: String) -> LoggedMetrics? {
    files.first { $0.label == label }.flatMap { logs.pairing(of: $0).metrics }
  }

  /// Why, in one text.
  func why(_ label: String) -> String {
    files.first { $0.label == label }.map { logs.pairing(of: $0).explanation.joined(separator: "\n") } ?? "no such file"
  }
}
