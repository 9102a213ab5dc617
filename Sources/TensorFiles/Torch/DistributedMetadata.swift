/// What the `.metadata` of a distributed checkpoint says: every tensor's shape and type, and the chunks that make it up.
struct DistributedMetadata {
  /// A block of a tensor that one rank wrote.
  struct Chunk {
    /// Where the block begins along each axis.
    let offsets: [Int]
    let sizes: [Int]
    let place: Place
  }

  /// A part of a file of the folder, which is a torch file of its own.
  struct Place {
    let file: String
    let offset: Int
    let byteCount: Int
  }

  let tensors: [(description: TensorDescription, chunks: [Chunk])]
  /// Entries that are pickled objects.
  let objects: [(name: String, place: Place)]

  private struct Key: Hashable {
    let name: String
    /// Nil for objects.
    let offsets: [Int]?
  }

  /// Reads the pickle of `torch.distributed.checkpoint.metadata.Metadata`.
  ///
  /// - Throws: `malformedPickle`, `hostilePickle`, `memoryLimit`, `malformedTensor`, `shapeOverflow`.
  init(_ file: MappedFile, path: String) throws(TensorFileError) {
    var reader = PickleReader(
      file, range: 0..<file.byteCount, memoryLimit: TorchContents.memoryLimit(fileByteCount: file.byteCount))
    let root: PickleValue
    do { root = try reader.read() } catch { throw error.error(path: path) }
    let graph = reader.graph
    guard let metadata = graph.container(root), metadata.className?.name == "Metadata",
      let described = Self.field("state_dict_metadata", of: metadata, graph).flatMap(graph.container),
      let stored = Self.field("storage_data", of: metadata, graph).flatMap(graph.container)
    else { throw .wrongSignature(path: path, format: "the metadata of a distributed torch checkpoint") }
    let places = try Self.places(stored, graph, path)
    var tensors: [(TensorDescription, [Chunk])] = []
    var objects: [(String, Place)] = []
    var names: Set<String> = []
    for (key, value) in described.entries {
      guard let name = graph.text(key), let entry = graph.container(value) else {
        throw .malformedPickle(path: path, offset: 0, reason: "an entry without a name")
      }
      guard names.insert(name).inserted else { throw .duplicateTensor(path: path, tensor: name) }
      if entry.className?.name == "TensorStorageMetadata" {
        tensors.append(try Self.tensor(name, entry, places, graph, path))
      } else if let place = places[Key(name: name, offsets: nil)] {
        objects.append((name, place))
      }
    }
    self.tensors = tensors
    self.objects = objects
  }

  /// A field of a small record. Records with many fields are none of torch's, and searching them would take long.
  private static func field(_ name: String, of record: PickleContainer, _ graph: PickleGraph) -> PickleValue? {
    guard let state = record.states.last.flatMap(graph.container), record.states.count == 1, state.entries.count <= 32
    else {
      return nil
    }
    return state.entries.first { $0.key == .text(name) }?.value
  }

  /// One number for each axis. No tensor of torch has more than 64 axes.
  private static func sides(_ name: String, of record: PickleContainer, _ graph: PickleGraph) -> [Int]? {
    guard let value = field(name, of: record, graph), let count = graph.items(value)?.count, count <= 64 else {
      return nil
    }
    return graph.integers(value)
  }

  private static func places(
    _ stored: PickleContainer, _ graph: PickleGraph, _ path: String
  ) throws(TensorFileError) -> [Key: Place] {
    var places: [Key: Place] = [:]
    for (key, value) in stored.entries {
      guard let index = graph.container(key), let name = field("fqn", of: index, graph).flatMap(graph.text),
        let info = graph.container(value), let file = field("relative_path", of: info, graph).flatMap(graph.text),
        let offset = field("offset", of: info, graph).flatMap(graph.integer), offset >= 0,
        let count = field("length", of: info, graph).flatMap(graph.integer), count >= 0
      else { throw .malformedPickle(path: path, offset: 0, reason: "a place that is none") }
      if let transforms = field("transform_descriptors", of: info, graph), transforms != .none {
        throw .malformedTensor(path: path, tensor: name, reason: "its bytes are transformed, which is not supported")
      }
      // What a path leads out of the folder with.
      guard !file.isEmpty, !file.hasPrefix("/"), !file.split(separator: "/").contains(".."), !file.contains("\0") else {
        throw .malformedTensor(path: path, tensor: name, reason: "its file \"\(file)\" lies outside of the folder")
      }
      let offsets = field("offset", of: index, graph).flatMap(graph.integers)
      places[Key(name: name, offsets: offsets)] = Place(file: file, offset: offset, byteCount: count)
    }
    return places
  }

  private static func tensor(
    _ name: String, _ entry: PickleContainer, _ places: [Key: Place], _ graph: PickleGraph, _ path: String
  ) throws(TensorFileError) -> (TensorDescription, [Chunk]) {
    guard let shape = sides("size", of: entry, graph),
      let parts = field("chunks", of: entry, graph).flatMap(graph.items)
    else { throw .malformedTensor(path: path, tensor: name, reason: "it has no size or no chunks") }
    guard checkedElementCount(shape) != nil else { throw .shapeOverflow(path: path, tensor: name, shape: shape) }
    var chunks: [Chunk] = []
    var beginnings: Set<[Int]> = []
    for part in parts {
      guard let part = graph.container(part), let offsets = sides("offsets", of: part, graph),
        let sizes = sides("sizes", of: part, graph)
      else { throw .malformedTensor(path: path, tensor: name, reason: "a chunk without offsets and sizes") }
      // A chunk that is listed again and again would cost work that no entry of the metadata stands for.
      guard beginnings.insert(offsets).inserted else {
        throw .malformedTensor(path: path, tensor: name, reason: "two of its chunks begin at \(offsets)")
      }
      guard let place = places[Key(name: name, offsets: offsets)] else {
        throw .malformedTensor(path: path, tensor: name, reason: "its chunk at \(offsets) is in none of the files")
      }
      chunks.append(Chunk(offsets: offsets, sizes: sizes, place: place))
    }
    if let fault = Self.fault(of: chunks, shape) { throw .malformedTensor(path: path, tensor: name, reason: fault) }
    let type = dataType(entry, graph)
    let description = TensorDescription(
      name: name, elementType: type?.elementType, storedType: type?.name ?? "unknown", shape: shape)
    return (description, chunks)
  }

  /// The type among the properties: a dictionary, or (in newer versions) a tuple that begins with it.
  private static func dataType(_ entry: PickleContainer, _ graph: PickleGraph) -> TorchElementType? {
    guard let properties = field("properties", of: entry, graph).flatMap(graph.container) else { return nil }
    let value =
      field("dtype", of: properties, graph) ?? properties.states.first.flatMap(graph.items)?.first
      ?? PickleValue.none
    return graph.global(value).flatMap(TorchElementType.init(dataType:))
  }

  /// Why the chunks do not fill the tensor exactly; nil where they do.
  private static func fault(of chunks: [Chunk], _ shape: [Int]) -> String? {
    if chunks.count > 4096 { return "it has \(chunks.count) chunks; at most 4096 are allowed" }
    for chunk in chunks {
      guard chunk.offsets.count == shape.count, chunk.sizes.count == shape.count else {
        return "a chunk of another rank"
      }
      for axis in shape.indices {
        let (offset, size) = (chunk.offsets[axis], chunk.sizes[axis])
        guard offset >= 0, size >= 0, size <= shape[axis], offset <= shape[axis] - size else {
          return "its chunk at \(chunk.offsets) of \(chunk.sizes) exceeds the shape \(shape)"
        }
      }
    }
    let filled = chunks.filter { !$0.sizes.contains(0) }
    for (place, chunk) in filled.enumerated() {
      for other in filled[..<place] where chunk.overlaps(other) {
        return "its chunks at \(other.offsets) and \(chunk.offsets) overlap"
      }
    }
    // Chunks that lie side by side within the shape have no more elements than it has, so the sum cannot overflow.
    let count = filled.reduce(0) { $0 + (checkedElementCount($1.sizes) ?? 0) }
    let needed = checkedElementCount(shape) ?? 0
    return count == needed ? nil : "its chunks have \(count) elements, its shape \(shape) needs \(needed)"
  }
}

extension DistributedMetadata.Chunk {
  /// - Precondition: both lie within the tensor and have elements.
  fileprivate func overlaps(_ other: Self) -> Bool {
    offsets.indices.allSatisfy {
      offsets[$0] < other.offsets[$0] + other.sizes[$0] && other.offsets[$0] < offsets[$0] + sizes[$0]
    }
  }
}
