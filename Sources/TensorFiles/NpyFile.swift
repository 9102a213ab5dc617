/// A NumPy array file (.npy, versions 1 to 3): one tensor, named after the file.
package struct NpyFile: TensorFile {
  package let path: String
  package let tensors: [TensorDescription]
  private let stored: StoredTensor?
  private let file: MappedFile

  /// Maps the file and checks that header and size agree. Object and structured arrays are listed, not read.
  ///
  /// - Throws: what opening a file throws; `wrongSignature`, `unsupportedVersion`, `headerTooLong`, `truncated`,
  ///   `malformedHeader`, `shapeOverflow`, `trailingBytes`.
  package init(path: String) throws(TensorFileError) {
    let file = try MappedFile(path: path)
    let name = stem(of: path)
    let array = try NpyArray(
      prefix: file.bytes(0..<min(file.byteCount, NpyHeader.prefixLimit)), name: name, path: path, isMember: false)
    if let stored = array.stored {
      let end = stored.byteRange.upperBound
      guard end <= file.byteCount else {
        throw .truncated(
          path: path, part: "the array of shape \(stored.shape)", needed: UInt64(end), found: file.byteCount)
      }
      guard end == file.byteCount else { throw .trailingBytes(path: path, expected: end, found: file.byteCount) }
    }
    self.path = path
    self.tensors = [array.description]
    self.stored = array.stored
    self.file = file
  }

  package func values(of tensor: TensorDescription, elements: Range<Int>) throws(TensorFileError) -> [Double] {
    _ = try readableType(of: try self.tensor(named: tensor.name), path: path)
    guard let stored else { preconditionFailure("a readable array without a place") }
    return stored.values(elements: elements, from: file)
  }

  /// The catalogue's opener.
  static let open: @Sendable (String) throws(TensorFileError) -> any TensorFile = {
    (path) throws(TensorFileError) in try NpyFile(path: path)
  }
}

/// What a NumPy header says, as a tensor.
struct NpyArray {
  let description: TensorDescription
  /// Nil where the elements cannot be read.
  let stored: StoredTensor?

  /// - Parameter isMember: true within an archive, where errors name the member.
  init(prefix: [UInt8], name: String, path: String, isMember: Bool) throws(TensorFileError) {
    let header: NpyHeader
    do { header = try NpyHeader(prefix: prefix) } catch { throw error.error(path: path, tensor: isMember ? name : nil) }
    guard checkedElementCount(header.shape) != nil else {
      throw .shapeOverflow(path: path, tensor: name, shape: header.shape)
    }
    let coding = header.coding
    description = TensorDescription(
      name: name, elementType: coding?.type, storedType: header.descr, shape: header.shape)
    stored = coding.flatMap {
      StoredTensor(
        elementType: $0.type, byteOrder: $0.order, shape: header.shape, byColumns: header.isFortranOrder,
        offset: header.dataStart)
    }
    if coding != nil && stored == nil { throw .shapeOverflow(path: path, tensor: name, shape: header.shape) }
  }
}
