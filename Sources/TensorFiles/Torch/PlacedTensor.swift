/// A tensor of a torch file whose place was checked against the file.
struct PlacedTensor: Sendable {
  /// What the offset counts from.
  enum Origin: Sendable {
    case file
    case member(ZipArchive.Member)
    /// Text whose code points are the bytes.
    case latin1(String)
    /// Bytes in the pickle.
    case pickle
  }

  let description: TensorDescription
  /// Nil where the elements cannot be read.
  let stored: (tensor: StoredTensor, origin: Origin)?

  /// Checks shape, strides, offset and the bounds of the storage.
  ///
  /// - Throws: `shapeOverflow`, `malformedTensor`, `offsetOutOfBounds`, `sizeMismatch`.
  init(_ name: String, _ tensor: PickledTensor, in contents: TorchContents, path: String) throws(TensorFileError) {
    guard checkedElementCount(tensor.shape) != nil else {
      throw .shapeOverflow(path: path, tensor: name, shape: tensor.shape)
    }
    description = TensorDescription(
      name: name, elementType: tensor.elementType, storedType: tensor.typeName, shape: tensor.shape)
    guard let type = tensor.elementType else {
      stored = nil
      return
    }
    switch tensor.elements {
    case .nowhere: throw .malformedTensor(path: path, tensor: name, reason: "it has no elements")
    case .inline(let bytes):
      let (origin, start, count) = try Self.inline(bytes, name, path)
      guard
        let place = StoredTensor(
          elementType: type, byteOrder: tensor.byteOrder ?? contents.byteOrder, shape: tensor.shape,
          byColumns: tensor.isByColumns, offset: start)
      else { throw .shapeOverflow(path: path, tensor: name, shape: tensor.shape) }
      guard place.byteExtent == count else {
        throw .sizeMismatch(path: path, tensor: name, expected: place.byteExtent, found: count)
      }
      stored = (place, origin)
    case .storage(let storage):
      stored = try Self.placed(tensor, type, in: storage, name, contents, path)
    }
  }

  private static func inline(
    _ bytes: PickleBytes, _ name: String, _ path: String
  ) throws(TensorFileError) -> (origin: Origin, start: Int, count: Int) {
    switch bytes {
    case .stored(let range): return (.pickle, range.lowerBound, range.count)
    case .latin1(let text):
      guard text.unicodeScalars.allSatisfy({ $0.value < 256 }) else {
        throw .malformedTensor(path: path, tensor: name, reason: "its bytes are text with code points beyond 255")
      }
      return (.latin1(text), 0, text.unicodeScalars.count)
    }
  }

  private static func placed(
    _ tensor: PickledTensor, _ type: ElementType, in storage: TorchStorage, _ name: String, _ contents: TorchContents,
    _ path: String
  ) throws(TensorFileError) -> (tensor: StoredTensor, origin: Origin) {
    let place = storage.place.map { TorchContents.Place.file($0) } ?? contents.places[storage.key]
    guard let place else {
      throw .malformedTensor(path: path, tensor: name, reason: "its storage \"\(storage.key)\" is not in the file")
    }
    let (announced, overflow) = storage.elementCount.multipliedReportingOverflow(by: storage.type.byteCount)
    guard !overflow, announced <= place.byteCount else {
      throw .sizeMismatch(path: path, tensor: name, expected: overflow ? .max : announced, found: place.byteCount)
    }
    let (first, overflow2) = tensor.offset.addingReportingOverflow(storage.viewOffset)
    let (offset, overflow3) = first.multipliedReportingOverflow(by: type.byteCount)
    guard !overflow2, !overflow3, tensor.offset >= 0, tensor.strides?.allSatisfy({ $0 >= 0 }) ?? true else {
      throw .malformedTensor(
        path: path, tensor: name,
        reason: "offset \(tensor.offset) and strides \(tensor.strides ?? []) must not be negative or too large")
    }
    guard
      let stored = StoredTensor(
        elementType: type, byteOrder: contents.byteOrder, shape: tensor.shape, strides: tensor.strides ?? [],
        offset: offset)
    else { throw .shapeOverflow(path: path, tensor: name, shape: tensor.shape) }
    // An empty tensor may stand anywhere.
    guard stored.byteExtent == 0 || stored.byteRange.upperBound <= announced else {
      throw .offsetOutOfBounds(path: path, tensor: name, end: stored.byteRange.upperBound, limit: announced)
    }
    let empty = StoredTensor(elementType: type, shape: tensor.shape, offset: 0)
    switch place {
    case .file(let range): return (stored.byteExtent == 0 ? empty ?? stored : stored.moved(by: range.lowerBound), .file)
    case .member(let member): return (stored.byteExtent == 0 ? empty ?? stored : stored, .member(member))
    }
  }
}
