import TensorFiles

/// The index of a sharded model, `model.safetensors.index.json`: which file has which tensor.
enum ShardIndex {
  static let suffix = ".index.json"

  /// The files that an index names, each once; none where it cannot be read, which its reader will say.
  static func shards(namedBy path: String) -> [String] {
    guard let file = try? MappedFile(path: path), file.byteCount <= RunLog.sizeLimit else { return [] }
    var reader = JSONReader(file.bytes(0..<file.byteCount))
    var names: Set<String> = []
    try? reader.object { reader, key throws(HeaderSyntaxError) in
      guard key == "weight_map" else { return try reader.skipValue() }
      try reader.object { reader, _ throws(HeaderSyntaxError) in names.insert(try reader.string()) }
    }
    return naturallySorted(names, by: \.self)
  }
}
