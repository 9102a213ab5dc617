import Foundation

/// The committed fixtures, found from this file's own place in the repository.
public enum Fixtures {
  /// Tests/Fixtures.
  public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures", directoryHint: .isDirectory)

  /// A fixture by its path below Tests/Fixtures.
  public static func url(_ path: String) -> URL { root.appending(path: path) }
}
