/// A dataset: what it is and how its values lie in the file.
struct HDF5Dataset: Sendable {
  let description: TensorDescription
  let byteOrder: ByteOrder
  let storage: HDF5Storage
  /// The bytes that the file holds for its values.
  let storedByteCount: Int

  /// Reads the messages of a dataset's header and no values.
  ///
  /// - Throws: `shapeOverflow`, `implausibleExpansion`, `sizeMismatch`, `corruptData`.
  init(
    _ messages: [HDF5ObjectHeader.Message], name: String, trees: inout HDF5ChunkTrees, fileByteCount: Int, path: String
  ) throws(TensorFileError) {
    func first(_ kind: Int) -> HDF5ObjectHeader.Message? { messages.first { $0.kind == kind } }
    guard let typeMessage = first(HDF5ObjectHeader.datatype),
      let space = first(HDF5ObjectHeader.dataspace).flatMap({ HDF5Dataspace($0.body) })
    else { throw .corruptData(path: path, tensor: name, reason: "a dataset without type or shape") }
    let shape = space.sides ?? [.max, .max]
    // No element that is read has more than 8 bytes, so that byte counts do not overflow either.
    guard let count = checkedElementCount(shape), count <= .max / 8 else {
      throw .shapeOverflow(path: path, tensor: name, shape: shape)
    }
    let number = typeMessage.isShared ? nil : HDF5NumberType(typeMessage.body)
    byteOrder = number?.byteOrder ?? .little
    var obstacle = space.isNull ? "empty dataset" : number == nil ? "a named type" : nil
    if let type = number?.elementType, obstacle == nil, count > 0 {
      guard
        let storage = HDF5Storage(
          messages, elementByteCount: type.byteCount, shape: shape, trees: &trees, fileByteCount: fileByteCount)
      else { throw .corruptData(path: path, tensor: name, reason: "malformed or beyond the end of the file") }
      self.storage = storage
    } else {
      storage = .absent
    }
    switch storage {
    case .unreadable(let reason): obstacle = obstacle ?? reason
    case .absent where count > 0 && number?.elementType != nil: obstacle = obstacle ?? "dataset without stored values"
    default: break
    }
    description = TensorDescription(
      name: name, elementType: obstacle == nil ? number?.elementType : nil,
      storedType: obstacle ?? number?.text ?? "unknown", shape: shape)
    storedByteCount = try Self.verify(storage, of: description, path: path)
  }

  /// Checks that the bytes in the file can make the values: what deflate cannot do is refused before anything is
  /// allocated.
  private static func verify(
    _ storage: HDF5Storage, of tensor: TensorDescription, path: String
  ) throws(TensorFileError) -> Int {
    let wanted = tensor.elementCount * (tensor.elementType?.byteCount ?? 0)
    switch storage {
    case .absent, .unreadable: return 0
    case .contiguous(let range):
      guard range.count == wanted else {
        throw .sizeMismatch(path: path, tensor: tensor.name, expected: wanted, found: range.count)
      }
      return range.count
    case .chunked(let chunks):
      guard let stored = chunks.storedByteCount else {
        throw .corruptData(path: path, tensor: tensor.name, reason: "chunks that are too large")
      }
      let chunk = checkedElementCount(chunks.grid.sides + [chunks.filters.elementByteCount]) ?? .max
      let announced = max(wanted, chunk)
      guard announced <= (chunks.filters.pipeline.contains(.deflate) ? deflateLimit(compressed: stored) : stored) else {
        throw .implausibleExpansion(
          path: path, tensor: tensor.name, compressed: UInt64(stored), announced: UInt64(announced))
      }
      return stored
    }
  }
}
