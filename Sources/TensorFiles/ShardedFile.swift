/// A model in several files with an index that says which tensor is in which: `model.safetensors.index.json`,
/// `pytorch_model.bin.index.json`. Tensors stand in the order of the index.
package struct ShardedFile: TensorFile {
  package let path: String
  package let tensors: [TensorDescription]
  package let metadata: [String: String]
  package let remarks: [String]
  /// The index and the shards, each once.
  package let files: [String]
  private let shards: [String: any TensorFile]
  private let shardOfTensor: [String: String]

  /// A longer index is none: 64 MiB name a million tensors.
  static let indexLimit = 1 << 26
  /// More shards than any model has; each is an open file.
  static let shardLimit = 1024

  /// Opens the index and every shard that it names.
  ///
  /// - Throws: what opening a file throws, for the index and the shards; `headerTooLong`, `malformedHeader`,
  ///   `unknownTensor` where a shard lacks a tensor that the index says it has.
  package init(path: String) throws(TensorFileError) {
    let index = try Self.index(path)
    let folder = path.dropLast(fileName(of: path).count)
    var shards: [String: any TensorFile] = [:]
    var known: [String: [String: TensorDescription]] = [:]
    var files = [path]
    var tensors: [TensorDescription] = []
    for (tensor, shard) in index.entries {
      if shards[shard] == nil {
        guard shards.count < Self.shardLimit else {
          throw .malformedHeader(path: path, tensor: nil, offset: 0, reason: "more than \(Self.shardLimit) shards")
        }
        let file = try TensorFiles.open(folder + shard)
        shards[shard] = file
        known[shard] = Dictionary(file.tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        files.append(folder + shard)
      }
      guard let description = known[shard]?.removeValue(forKey: tensor) else {
        throw .unknownTensor(path: folder + shard, tensor: tensor, known: shards[shard]?.tensors.map(\.name) ?? [])
      }
      tensors.append(description)
    }
    self.path = path
    self.tensors = tensors
    self.files = files
    self.shards = shards
    metadata = index.metadata
    shardOfTensor = Dictionary(uniqueKeysWithValues: index.entries)
    remarks =
      ["sharded: \(shards.count) files by their index"]
      + files.dropFirst().compactMap { file in
        let left = known[String(fileName(of: file))]?.keys.sorted() ?? []
        return left.isEmpty ? nil : "\(file): \(left.count) tensors that the index does not name, first \(left[0])"
      }
  }

  package func values(of tensor: TensorDescription, elements: Range<Int>) throws(TensorFileError) -> [Double] {
    guard let file = shardOfTensor[tensor.name].flatMap({ shards[$0] }) else {
      throw .unknownTensor(path: path, tensor: tensor.name, known: tensors.map(\.name))
    }
    return try file.values(of: tensor, elements: elements)
  }

  /// How the names of indexes end.
  package static let indexSuffix = ".index.json"

  /// The files that an index names, each once; none where it cannot be read, which opening it tells.
  package static func shardNames(ofIndex path: String) -> Set<String> {
    Set((try? index(path))?.entries.map(\.shard) ?? [])
  }

  /// The catalogue's opener.
  static let open: @Sendable (String) throws(TensorFileError) -> any TensorFile = {
    (path) throws(TensorFileError) in try ShardedFile(path: path)
  }

  private static func index(_ path: String) throws(TensorFileError) -> WeightMap {
    let file = try MappedFile(path: path)
    guard file.byteCount <= indexLimit else {
      throw .headerTooLong(path: path, length: UInt64(file.byteCount), limit: indexLimit)
    }
    do { return try WeightMap(file.bytes(0..<file.byteCount)) } catch {
      throw .malformedHeader(path: path, tensor: nil, offset: error.offset, reason: error.reason)
    }
  }
}

/// The JSON text of an index: `{"metadata": {…}, "weight_map": {tensor: shard, …}}`.
struct WeightMap {
  /// Tensors and the files that hold them, in the order of the text.
  private(set) var entries: [(tensor: String, shard: String)] = []
  /// The texts among the metadata.
  private(set) var metadata: [String: String] = [:]

  init(_ text: [UInt8]) throws(HeaderSyntaxError) {
    var reader = JSONReader(text)
    var entries: [(tensor: String, shard: String)] = []
    var metadata: [String: String] = [:]
    var hasMap = false
    try reader.object { (reader, key) throws(HeaderSyntaxError) in
      switch key {
      case "weight_map":
        hasMap = true
        try reader.object { (reader, tensor) throws(HeaderSyntaxError) in
          entries.append((tensor, try Self.shard(&reader)))
        }
      case "metadata" where reader.nextByte() == UInt8(ascii: "{"):
        try reader.object { (reader, key) throws(HeaderSyntaxError) in
          if reader.nextByte() == UInt8(ascii: "\"") {
            metadata[key] = try reader.string()
          } else {
            try reader.skipValue()
          }
        }
      default: try reader.skipValue()
      }
    }
    try reader.end()
    guard hasMap else { throw .init(offset: 0, reason: "no weight_map: this is not the index of a sharded model") }
    self.entries = entries
    self.metadata = metadata
  }

  /// The name of a file beside the index: nothing that leads elsewhere, and no index again.
  private static func shard(_ reader: inout JSONReader) throws(HeaderSyntaxError) -> String {
    let start = reader.position
    let name = try reader.string()
    guard !name.isEmpty, name != ".", name != "..", !name.contains("/"), !name.contains("\0"),
      fileExtension(of: name) != "json"
    else { throw .init(offset: start, reason: "\"\(name)\" is not the name of a file beside the index") }
    return name
  }
}
