import Foundation
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct FileKindTests {
  private func kind(_ name: String, among others: [String: String] = [:]) throws -> FileKind {
    let folder = try TemporaryFolder([name: ""].merging(others) { $1 })
    return FileSorter(FolderContents(of: folder.path(""))).kind(of: name)
  }

  @Test(
    "files of training that are no model",
    arguments: [
      ("optimizer.pt", "optimizer state, no model"), ("optimizer_1.bin", "optimizer state, no model"),
      ("scaler.pt", "state of the gradient scaler, no model"),
      ("random_states_0.pkl", "state of random number generators, no model"),
      ("gapbound.yaml", "settings of this analysis"), ("args.yaml", "settings, no model"),
      ("tokenizer_config.json", "tokenizer, no model"),
      ("eval_results.json", "results of the last training, not of a checkpoint"),
      ("model.gguf", "checkpoint format .gguf is not read"), ("x.npy", "one array, not a checkpoint"),
      ("images.tar", "an archive, not a checkpoint"), ("notes.txt", "not a checkpoint file"),
      ("x", "not a checkpoint file"),
    ])
  func others(_ name: String, _ reason: String) throws { #expect(try kind(name) == .other(reason)) }

  @Test("a model named optimizers_best is a model") func similarNames() throws {
    #expect(try kind("optimizers_best.safetensors") == .checkpoint)
    #expect(try kind("optimized.safetensors") == .checkpoint)
  }

  @Test("a sharded model is its index with the shards that it names") func sharded() throws {
    let index = #"{"metadata": {}, "weight_map": {"a": "s-1.safetensors", "b": "s-2.safetensors"}}"#
    let files = [
      "model.safetensors.index.json": index, "s-1.safetensors": "", "s-2.safetensors": "", "other.safetensors": "",
    ]
    #expect(try kind("model.safetensors.index.json", among: files) == .checkpoint)
    #expect(try kind("s-1.safetensors", among: files) == .other("shard of model.safetensors.index.json"))
    #expect(try kind("other.safetensors", among: files) == .checkpoint)
  }

  @Test("a broken index is a checkpoint without shards, which its reader will refuse") func brokenIndex() throws {
    let name = "m.safetensors.index.json"
    #expect(try kind(name, among: [name: #"{"weight_map": {"a": 1}}"#]) == .checkpoint)
    // One name that leads elsewhere makes all of it suspect.
    let evil = [name: #"{"weight_map": {"a": "s.safetensors", "b": "../evil.safetensors"}}"#, "s.safetensors": ""]
    #expect(try kind("s.safetensors", among: evil) == .checkpoint)
  }

  @Test(
    "external data of an ONNX graph by the names that exporters give",
    arguments: ["model.onnx.data", "model.onnx_data", "model.bin"])
  func external(_ name: String) throws {
    #expect(try kind(name, among: ["model.onnx": ""]) == .other("external data of model.onnx"))
  }

  @Test("links that lead nowhere are named") func brokenLink() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("gone.safetensors"), withDestinationPath: folder.path("nowhere"))
    let contents = FolderContents(of: folder.path(""))
    #expect(contents.files.isEmpty && contents.faults.map(\.reason) == ["a link that leads nowhere"])
  }
}
