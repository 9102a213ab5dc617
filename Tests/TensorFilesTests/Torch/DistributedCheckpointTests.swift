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

  /// A folder whose metadata describe one tensor "w" and its chunks, as text.
  private func open(shape: [Int], chunks: [(offsets: [Int], sizes: [Int])]) throws -> any TensorFile {
    func tuple(_ sides: [Int]) -> String { "(" + sides.map { "I\($0)\n" }.joined() + "t" }
    func record(_ name: String, _ fields: [(String, String)]) -> String {
      "ctorch.distributed.checkpoint.metadata\n\(name)\n(tR(d" + fields.map { "V\($0)\n\($1)s" }.joined() + "b"
    }
    let parts = chunks.map {
      record("ChunkStorageMetadata", [("offsets", tuple($0.offsets)), ("sizes", tuple($0.sizes))]) + "a"
    }
    let tensor = record("TensorStorageMetadata", [("size", tuple(shape)), ("chunks", "(l" + parts.joined())])
    let places = chunks.map {
      record("MetadataIndex", [("fqn", "Vw\n"), ("offset", tuple($0.offsets))])
        + record("_StorageInfo", [("relative_path", "V0\n"), ("offset", "I0\n"), ("length", "I0\n")]) + "s"
    }
    let metadata = record(
      "Metadata", [("state_dict_metadata", "(dVw\n\(tensor)s"), ("storage_data", "(d" + places.joined())])
    let folder = try TemporaryFolder()
    _ = try folder.write([0x80, 0x02] + Array("\(metadata).".utf8), DistributedCheckpoint.metadataName)
    return try TensorFiles.open(folder.path(""))
  }

  @Test("chunks whose elements overflow an integer together, or that are listed twice, are refused")
  func overflowingChunks() {
    let size = 1 << 62
    for (chunks, reason) in [
      ([([0], [size]), ([1], [size]), ([2], [size])], "its chunks at [0] and [1] overlap"),
      ([([0], [size]), ([0], [size])], "two of its chunks begin at [0]"),
      ([([0], [size]), ([size], [size])], "exceeds the shape"),
      ([([0], [0]), ([1], [size])], "its chunks have \(size) elements, its shape [\(Int.max)] needs \(Int.max)"),
    ] {
      let error = #expect(throws: TensorFileError.self) { try open(shape: [.max], chunks: chunks) }
      #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }
  }

  @Test("more axes than a tensor can have are refused") func axes() {
    let sides = [Int](repeating: 1, count: 65)
    let error = #expect(throws: TensorFileError.self) { try open(shape: sides, chunks: [(sides, sides)]) }
    #expect(error?.description.contains("it has no size or no chunks") == true)
  }
}
