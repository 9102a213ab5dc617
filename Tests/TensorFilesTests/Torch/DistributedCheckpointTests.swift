import TestSupport
import Testing

@testable import TensorFiles

@Suite struct DistributedCheckpointTests {
  private func open(_ name: String) throws -> any TensorFile {
    try TensorFiles.open(torchFixture("distributed/\(name)"))
  }

  @Test(
    "one rank, and two ranks that hold half of the rows each", arguments: [("single", "model."), ("two_ranks", "")])
  func referenceValues(name: String, prefix: String) throws {
    let file = try open(name)
    #expect(file.tensors.map(\.name) == TorchFileTests.keys.map { prefix + $0 })
    for (key, weights) in try referenceWeights() {
      let tensor = try file.tensor(named: prefix + key)
      #expect(try file.values(of: tensor) == weights)
      for start in stride(from: 0, to: weights.count - 3, by: 5) {
        #expect(try file.values(of: tensor, elements: start..<start + 3) == Array(weights[start..<start + 3]))
      }
    }
  }

  @Test func objectsOfTheRootAreMetadata() throws {
    #expect(try open("single").metadata == ["epoch": "8"])
    #expect(try open("two_ranks").remarks == ["distributed torch checkpoint, 2 files"])
  }

  @Test("a path that leads out of the folder is refused")
  func escaping() {
    let error = #expect(throws: TensorFileError.self) { try open("BROKEN_escaping") }
    #expect(error?.description.contains("lies outside of the folder") == true)
  }

  @Test("a chunk that no file has is refused")
  func missingChunk() {
    let error = #expect(throws: TensorFileError.self) { try open("BROKEN_missing_chunk") }
    #expect(error?.description.contains("its chunk at [8, 0] is in none of the files") == true)
  }
}
