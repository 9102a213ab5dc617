/// An IDX file, the format of MNIST: two zero bytes, an element type, the number of axes, the sides, the elements, all
/// big-endian. Gzipped files are inflated, exactly as far as the header says.
///
/// Not in the catalogue of tensor files: IDX holds data sets, and it is recognised by its first bytes, not its name.
package struct IdxFile: TensorFile {
  package let path: String
  package let tensors: [TensorDescription]
  private let stored: StoredTensor
  private let bytes: any ByteSource

  /// True where the file, inflated if it is gzipped, begins like IDX.
  package static func recognises(_ path: String) throws(TensorFileError) -> Bool {
    elementType(try GzipFile(path: path).read(upTo: 4)) != nil
  }

  /// Opens a file and checks that header and size agree.
  ///
  /// - Throws: what opening a file throws; `wrongSignature`, `truncated`, `shapeOverflow`, `trailingBytes`,
  ///   `implausibleExpansion`, `corruptData`.
  package init(path: String) throws(TensorFileError) {
    let file = try GzipFile(path: path)
    let start = try file.read(upTo: 4)
    guard let type = Self.elementType(start) else { throw .wrongSignature(path: path, format: "IDX") }
    let sideBytes = try file.read(upTo: 4 * Int(start[3]))
    let dataStart = 4 + 4 * Int(start[3])
    guard sideBytes.count == dataStart - 4 else {
      throw .truncated(path: path, part: "the header", needed: UInt64(dataStart), found: 4 + sideBytes.count)
    }
    let shape = stride(from: 0, to: sideBytes.count, by: 4).map { place in
      sideBytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    guard let stored = StoredTensor(elementType: type, byteOrder: .big, shape: shape, offset: 0),
      !stored.byteExtent.addingReportingOverflow(dataStart).overflow
    else { throw .shapeOverflow(path: path, tensor: "data", shape: shape) }
    let bytes: any ByteSource
    let offset: Int
    if file.isCompressed {
      (bytes, offset) = (try Self.inflate(file, stored.byteExtent, dataStart: dataStart), 0)
    } else {
      (bytes, offset) = (try Self.map(path, end: dataStart + stored.byteExtent), dataStart)
    }
    guard let stored = StoredTensor(elementType: type, byteOrder: .big, shape: shape, offset: offset) else {
      throw .shapeOverflow(path: path, tensor: "data", shape: shape)
    }
    self.path = path
    self.stored = stored
    self.bytes = bytes
    self.tensors = [
      .init(name: "data", elementType: type, storedType: "IDX 0x0\(String(start[2], radix: 16))", shape: shape)
    ]
  }

  package func values(of tensor: TensorDescription, elements: Range<Int>) throws(TensorFileError) -> [Double] {
    _ = try self.tensor(named: tensor.name)
    return stored.values(elements: elements, from: bytes)
  }

  private static func map(_ path: String, end: Int) throws(TensorFileError) -> MappedFile {
    let file = try MappedFile(path: path)
    guard file.byteCount >= end else {
      throw .truncated(path: path, part: "the data", needed: UInt64(end), found: file.byteCount)
    }
    guard file.byteCount == end else { throw .trailingBytes(path: path, expected: end, found: file.byteCount) }
    return file
  }

  private static func inflate(
    _ file: GzipFile, _ count: Int, dataStart: Int
  ) throws(TensorFileError) -> InMemoryBytes {
    guard count <= deflateLimit(compressed: file.storedByteCount) else {
      throw .implausibleExpansion(
        path: file.path, tensor: "data", compressed: UInt64(file.storedByteCount), announced: UInt64(count))
    }
    let bytes = try file.read(upTo: count)
    guard bytes.count == count else {
      throw .truncated(
        path: file.path, part: "the inflated data", needed: UInt64(dataStart + count), found: dataStart + bytes.count)
    }
    // Asking for one byte more also makes zlib verify the checksum.
    guard try file.read(upTo: 1).isEmpty else {
      throw .trailingBytes(path: file.path, expected: dataStart + count, found: dataStart + count + 1)
    }
    return InMemoryBytes(bytes)
  }

  private static func elementType(_ start: [UInt8]) -> ElementType? {
    guard start.count == 4, start[0] == 0, start[1] == 0 else { return nil }
    switch start[2] {
    case 0x08: return .uint8
    case 0x09: return .int8
    case 0x0B: return .int16
    case 0x0C: return .int32
    case 0x0D: return .float32
    case 0x0E: return .float64
    default: return nil
    }
  }
}
