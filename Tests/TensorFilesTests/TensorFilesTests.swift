import Foundation
import TensorFiles
import TestSupport
import Testing

@Suite struct TensorFilesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let names = TensorFiles.formats.flatMap { format in format.fileExtensions.map { "f.\($0)" } }

  private func fault(_ path: String) -> TensorFileError? {
    #expect(throws: TensorFileError.self) { try TensorFiles.open(path) }
  }

  @Test("every format names a file that is not there", arguments: names)
  func missing(name: String) {
    #expect(fault(folder.path(name)) == .notFound(path: folder.path(name)))
  }

  @Test("every format refuses an empty file", arguments: names)
  func empty(name: String) throws {
    let path = try folder.write([], name)
    #expect(fault(path) == .empty(path: path))
  }

  @Test("every format refuses a folder", arguments: names)
  func directory(name: String) throws {
    let path = folder.path(name)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect(fault(path) == .isDirectory(path: path))
  }

  @Test("a pipe is refused at once instead of waiting for a writer", arguments: names)
  func pipe(name: String) {
    let path = folder.path(name)
    #expect(mkfifo(path, 0o600) == 0)
    #expect(fault(path) == .notRegularFile(path: path))
  }

  @Test("a file without read permission is refused", .enabled(if: geteuid() != 0), arguments: names)
  func noPermission(name: String) throws {
    let path = try folder.write([1], name)
    #expect(chmod(path, 0) == 0)
    #expect(fault(path) == .unreadable(path: path, reason: "Permission denied"))
  }

  @Test("every format refuses noise", arguments: names)
  func noise(name: String) throws {
    var generator = SplitMix(state: 1)
    for count in [1, 7, 8, 9, 64, 4096] {
      let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      let error = fault(try folder.write(bytes, name))
      #expect(error?.description.hasPrefix(folder.path(name)) == true)
    }
  }

  @Test func anUnknownExtensionIsAnErrorThatListsTheKnownOnes() throws {
    let error = fault(try folder.write([1], "model.docx"))
    #expect(error?.description.contains("safetensors, npy, npz") == true)
  }

  @Test func theExtensionsCaseDoesNotMatter() throws {
    let path = try folder.write(npyBytes(descr: "'|u1'", shape: "(1,)", data: [5]), "W.NPY")
    let file = try TensorFiles.open(path)
    #expect(file.tensors.map(\.name) == ["W"])
  }

  @Test func catalogueNamesAreUnique() {
    #expect(Set(TensorFiles.formats.map(\.name)).count == TensorFiles.formats.count)
    #expect(Set(Self.names).count == Self.names.count)
  }

  @Test(
    "the folder of a path, one character long or not",
    arguments: [("a/b/c", "a/b"), ("/a", "/"), ("a", "."), (".", "."), ("", "."), ("a/", "a"), ("/", "/")])
  func folders(_ path: String, _ expected: String) { #expect(parentFolder(of: path) == expected) }
}

/// A small seeded generator (SplitMix64).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
