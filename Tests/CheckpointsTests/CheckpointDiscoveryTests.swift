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

  @Test("data, foreign formats and sharded models are said, not passed over in silence") func skipped() throws {
    let found = try discover(
      ["m.pt", "train.npz", "shards/model.safetensors.index.json", "shards/model-00001.safetensors"],
      excluding: ["train.npz"])
    #expect(found.files.isEmpty)
    let reasons = found.coverage.map(\.reason)
    #expect(reasons.contains("checkpoint format .pt is not read"))
    #expect(reasons.contains("labelled samples, not a checkpoint"))
    #expect(reasons.contains { $0.hasPrefix("sharded model (model.safetensors.index.json)") })
    #expect(found.readings[0].hasSuffix("no checkpoint found"))
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
