import Foundation
import TensorFiles

/// What a file is among the others of its folder, by names alone.
enum FileKind: Equatable {
  /// A checkpoint, or the index or graph of one that has further files.
  case checkpoint
  /// A training log.
  case log
  /// Something else.
  case other(String)
}

/// Sorts the files of one folder.
struct FileSorter {
  private let contents: FolderContents
  /// Shards by the index that names them.
  private let shards: [String: String]

  init(_ contents: FolderContents) {
    self.contents = contents
    let files = Set(contents.files)
    var shards: [String: String] = [:]
    for index in contents.files where index.hasSuffix(ShardedFile.indexSuffix) {
      for shard in ShardedFile.shardNames(ofIndex: contents.path(of: index)) where files.contains(shard) {
        shards[shard] = index
      }
    }
    self.shards = shards
  }

  func kind(of name: String) -> FileKind {
    if let index = shards[name] { return .other("shard of \(index)") }
    if let better = twin(of: name) { return .other("the same model as \(better), which is read instead") }
    if name.hasSuffix(ShardedFile.indexSuffix) { return .checkpoint }
    if let graph = graph(ofExternalData: name) { return .other("external data of \(graph)") }
    if let reason = TrainingFiles.reason(for: name) { return .other(reason) }
    if LogFormat.named(name) != nil { return .log }
    let type = (name as NSString).pathExtension.lowercased()
    if Self.foreignCheckpoints.contains(type) { return .other("checkpoint format .\(type) is not read") }
    if type == "npy" { return .other("one array, not a checkpoint") }
    if type == "tar", ![".pth.tar", ".pt.tar", ".ckpt.tar"].contains(where: name.lowercased().hasSuffix) {
      return .other("an archive, not a checkpoint")
    }
    guard TensorFiles.formats.contains(where: { $0.fileExtensions.contains(type) }) else {
      return .other("not a checkpoint file")
    }
    return .checkpoint
  }

  /// Checkpoint formats of other tools, named so that nobody wonders why a file is missing.
  static let foreignCheckpoints: Set = [
    "gguf", "ggml", "pb", "msgpack", "tflite", "pkl", "pickle", "joblib", "mlmodel", "engine", "ot", "pdparams",
    "params",
  ]

  /// Names under which the Hugging Face libraries save one model, the one that is read first.
  private static let twins = [
    "model.safetensors.index.json", "model.safetensors", "pytorch_model.bin.index.json", "pytorch_model.bin",
    "tf_model.h5", "flax_model.msgpack", "rust_model.ot",
  ]

  private func twin(of name: String) -> String? {
    guard Self.twins.contains(name), let first = Self.twins.first(where: contents.contains), first != name else {
      return nil
    }
    return first
  }

  /// Files that hold the tensors of an ONNX graph, by the names that exporters give them.
  private func externalData(of name: String) -> [String] {
    guard name.hasSuffix(".onnx") else { return [] }
    let stem = (name as NSString).deletingPathExtension
    return ["\(name).data", "\(name)_data", "\(stem).data", "\(stem).bin", "\(name).bin"].filter {
      contents.contains($0) && !Self.twins.contains($0)
    }
  }

  private func graph(ofExternalData name: String) -> String? {
    var stem = name
    for ending in ["_data", ".data", ".bin"] where name.hasSuffix(ending) { stem = String(name.dropLast(ending.count)) }
    guard stem != name else { return nil }
    return [stem, stem + ".onnx"].first { contents.contains($0) && externalData(of: $0).contains(name) }
  }
}
