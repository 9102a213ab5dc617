import Foundation
import TestSupport
import Testing

@testable import TensorFiles

@Suite struct ShardedFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func index(_ map: String, _ rest: String = "") throws -> String {
    try folder.write(#"{"weight_map": {\#(map)}\#(rest)}"#, "model.safetensors.index.json")
  }

  private func fault(_ map: String, _ rest: String = "") throws -> TensorFileError? {
    let path = try index(map, rest)
    return #expect(throws: TensorFileError.self) { try TensorFiles.open(path) }
  }

  private func shard(_ name: String, _ tensors: [String]) throws {
    _ = try folder.write(safetensorsBytes(tensors.map { ($0, [1], [2]) }), name)
  }

  @Test("three shards give the weights in the order of the index") func interop() throws {
    let path = Fixtures.url("interop/safetensors/sharded/model.safetensors.index.json").path
    let file = try TensorFiles.open(path)
    #expect(file.tensors.map(\.name) == ["0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias"])
    let weights = try referenceWeights()
    for tensor in file.tensors { #expect(try file.values(of: tensor) == weights[tensor.name]) }
    let files = try #require(file as? ShardedFile).files.map { URL(filePath: $0).lastPathComponent }
    #expect(files == ["model.safetensors.index.json"] + (1...3).map { "model-0000\($0)-of-00003.safetensors" })
  }

  @Test("shards of torch") func torch() throws {
    let file = try TensorFiles.open(Fixtures.url("interop/torch_sharded/pytorch_model.bin.index.json").path)
    #expect(file.tensors.map(\.name) == ["0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias"])
    let weights = try referenceWeights()
    for tensor in file.tensors { #expect(try file.values(of: tensor) == weights[tensor.name]) }
  }

  @Test("the index decides the order, and tensors that it leaves out are said") func order() throws {
    try shard("b.safetensors", ["x", "extra"])
    try shard("a.safetensors", ["y"])
    let file = try TensorFiles.open(
      index(#""y": "a.safetensors", "x": "b.safetensors""#, #", "metadata": {"format": "pt", "total_size": 12}"#))
    #expect(file.tensors.map(\.name) == ["y", "x"])
    #expect(file.metadata == ["format": "pt"])
    #expect(
      file.remarks == [
        "sharded: 2 files by their index",
        "\(folder.path("b.safetensors")): 1 tensors that the index does not name, first extra",
      ])
    #expect(throws: TensorFileError.self) {
      try file.values(of: TensorDescription(name: "extra", elementType: .float64, storedType: "F64", shape: [1]))
    }
  }

  @Test("a shard that is not there is named") func missingShard() throws {
    #expect(try fault(#""x": "gone.safetensors""#) == .notFound(path: folder.path("gone.safetensors")))
  }

  @Test("a tensor that its shard lacks is named with the shard") func missingTensor() throws {
    try shard("a.safetensors", ["y"])
    #expect(
      try fault(#""x": "a.safetensors""#)
        == .unknownTensor(path: folder.path("a.safetensors"), tensor: "x", known: ["y"]))
  }

  @Test(
    "names that lead out of the folder, or to an index again, are refused",
    arguments: ["../a.safetensors", "/etc/passwd", "sub/a.safetensors", "..", ".", "", "model.safetensors.index.json"])
  func elsewhere(name: String) throws {
    let reason = try #require(try fault("\"x\": \"\(name)\"")).description
    #expect(reason.contains("is not the name of a file beside the index"))
  }

  @Test(
    "an index without a map, with a name twice, nested deeply",
    arguments: [
      "{}", "[]", #"{"weight_map": 3}"#, #"{"weight_map": {"x": 1}}"#,
      #"{"weight_map": {"x": "a.safetensors", "x": "b.safetensors"}}"#, #"{"weight_map": {}} trailing"#,
      #"{"other": "# + String(repeating: "[", count: 100_000),
    ])
  func malformed(text: String) throws {
    let path = try folder.write(text, "m.bin.index.json")
    let error = #expect(throws: TensorFileError.self) { try TensorFiles.open(path) }
    guard case .malformedHeader? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("other JSON files stay unknown") func otherJSON() throws {
    let path = try folder.write("{}", "config.json")
    guard case .unknownFormat? = #expect(throws: TensorFileError.self, performing: { try TensorFiles.open(path) })
    else {
      Issue.record("accepted")
      return
    }
  }
}
