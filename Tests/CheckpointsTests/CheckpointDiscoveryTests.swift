import Foundation
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct CheckpointDiscoveryTests {
  /// A folder with empty files at these paths, and the discovery in it.
  private func discover(_ paths: [String], excluding: [String] = []) throws -> CheckpointDiscovery {
    let folder = try TemporaryFolder()
    for path in paths {
      let target = URL(filePath: folder.path(path))
      try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: target)
    }
    return try CheckpointDiscovery([folder.path("")], excluding: excluding.map { folder.path($0) })
  }

  @Test("a folder of files is a series in order of epochs") func series() throws {
    let found = try discover(["epoch_10.safetensors", "epoch_2.safetensors", "README.md", ".hidden.safetensors"])
    #expect(found.files.map(\.label) == ["epoch_2.safetensors", "epoch_10.safetensors"])
    #expect(found.files.map(\.epoch) == [2, 10] && Set(found.files.map(\.series)).count == 1)
    #expect(found.readings[0].hasSuffix("a series of 2 checkpoints"))
    #expect(found.coverage.map(\.reason) == ["not a checkpoint file"])
  }

  @Test("one checkpoint in each subfolder is a series too") func folderPerEpoch() throws {
    let found = try discover(["epoch_2/model.safetensors", "epoch_10/model.safetensors", "epoch_2/metrics.json"])
    #expect(found.files.map(\.epoch) == [2, 10] && Set(found.files.map(\.series)).count == 1)
  }

  @Test("a folder of series is runs, deeper folders included") func runs() throws {
    let found = try discover([
      "a/epoch-1.safetensors", "a/epoch-2.safetensors", "b/epoch-1/m.npz", "b/epoch-2/m.npz", "b/epoch-3/m.npz",
    ])
    #expect(found.files.map(\.series) == ["a", "a", "b", "b", "b"])
    #expect(found.readings[0].hasSuffix("2 runs of 5 checkpoints in all"))
  }

  @Test("data and foreign formats are said, not passed over in silence") func skipped() throws {
    let found = try discover(["m.gguf", "train.npz", "notes.md"], excluding: ["train.npz"])
    #expect(found.files.isEmpty)
    let reasons = found.coverage.map(\.reason)
    #expect(
      reasons == [
        "checkpoint format .gguf is not read", "not a checkpoint file", "labelled samples, not a checkpoint",
      ])
    #expect(found.readings[0].hasSuffix("no checkpoint found"))
  }

  @Test("a sharded and a distributed model are one checkpoint each") func whole() throws {
    let found = try discover([
      "a/model.safetensors.index.json", "b/.metadata", "b/__0_0.distcp", "b/__1_0.distcp", "b/notes.txt",
    ])
    #expect(found.files.map(\.label) == ["a/model.safetensors.index.json", "b"])
    #expect(found.coverage.map(\.reason).contains("part of the distributed checkpoint b"))
    #expect(found.coverage.map(\.reason).contains("no part of the distributed checkpoint b"))
  }

  @Test("five folders deep: not searched, and that is said") func depth() throws {
    let found = try discover(["1/2/3/4/a.safetensors", "1/2/3/4/5/b.safetensors"])
    #expect(found.files.map(\.label) == ["1/2/3/4/a.safetensors"])
    #expect(found.coverage.map(\.reason) == ["deeper than 4 folders: not searched"])
  }

  @Test("a folder that cannot be read is a failure, not nothing", .enabled(if: getuid() != 0)) func unreadable() throws
  {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path("locked"), withIntermediateDirectories: true, attributes: [.posixPermissions: 0])
    let found = try CheckpointDiscovery([folder.path("")])
    #expect(found.coverage.map(\.status) == [.failed])
    #expect(found.coverage[0].reason == "the folder cannot be read: permission denied")
  }

  @Test("a name that is not UTF-8 is said") func notUTF8() throws {
    let folder = try TemporaryFolder()
    let path =
      Array(folder.path("").utf8CString.dropLast()) + [0x2F, CChar(bitPattern: 0xFF), 0x2E, 0x6E, 0x70, 0x7A, 0]
    let descriptor = open(path, O_CREAT | O_WRONLY, 0o600)
    try #require(descriptor >= 0)
    close(descriptor)
    let found = try CheckpointDiscovery([folder.path("")])
    #expect(found.files.isEmpty && found.coverage.map(\.reason) == ["the name is not UTF-8"])
  }

  @Test("a path that does not exist") func missing() {
    #expect(throws: DiscoveryError.notFound("/nowhere/at/all")) { try CheckpointDiscovery(["/nowhere/at/all"]) }
  }

  @Test("a folder that links to itself ends") func cycle() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(atPath: folder.path("loop"), withDestinationPath: folder.path(""))
    _ = try folder.write([1], "a.safetensors")
    let found = try CheckpointDiscovery([folder.path("")])
    #expect(found.files.map(\.label) == ["a.safetensors"])
    #expect(found.coverage.map(\.reason) == ["leads to a folder that was read already"])
  }
}
