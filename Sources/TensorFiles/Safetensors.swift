/// A safetensors file: 8 bytes with the header's length, a JSON header, then the tensors without holes.
///
/// The checks are those of the reference implementation (huggingface/safetensors, `SafeTensors::read_metadata`): the
/// header has at most 100 MB, every tensor begins where the one before it ends, sizes agree, nothing is left over.
package struct Safetensors: TensorFile {
  package let path: String
  package let tensors: [TensorDescription]
  package let metadata: [String: String]
  // By name: looking one up must not take longer the more there are.
  private let stored: [String: (tensor: TensorDescription, place: StoredTensor?)]
  private let file: MappedFile

  /// The reference implementation's limit on the header, in bytes.
  static let headerLimit = 100_000_000

  /// Maps the file and checks its header. O(header) time and memory.
  ///
  /// - Throws: what opening a file throws; `truncated`, `headerTooLong`, `malformedHeader`, `shapeOverflow`,
  ///   `offsetMismatch`, `sizeMismatch`, `offsetOutOfBounds`, `trailingBytes`.
  package init(path: String) throws(TensorFileError) {
    let file = try MappedFile(path: path)
    let dataStart = 8 + (try Self.headerLength(file, path))
    let header = try Self.header(file, 8..<dataStart, path)
    let layout = SafetensorsLayout(path: path, dataStart: dataStart, dataByteCount: file.byteCount - dataStart)
    var tensors: [TensorDescription] = []
    var stored: [String: (tensor: TensorDescription, place: StoredTensor?)] = [:]
    for (description, place) in try layout.place(header.entries) {
      tensors.append(description)
      stored[description.name] = (description, place)
    }
    self.path = path
    self.tensors = tensors
    self.stored = stored
    self.metadata = header.metadata
    self.file = file
  }

  package func values(of tensor: TensorDescription, elements: Range<Int>) throws(TensorFileError) -> [Double] {
    guard let (tensor, place) = stored[tensor.name] else {
      throw .unknownTensor(path: path, tensor: tensor.name, known: tensors.map(\.name))
    }
    _ = try readableType(of: tensor, path: path)
    guard let place else { preconditionFailure("a readable tensor without a place") }
    return place.values(elements: elements, from: file)
  }

  /// The catalogue's opener.
  static let open: @Sendable (String) throws(TensorFileError) -> any TensorFile = {
    (path) throws(TensorFileError) in try Safetensors(path: path)
  }

  private static func headerLength(_ file: MappedFile, _ path: String) throws(TensorFileError) -> Int {
    guard file.byteCount >= 8 else {
      throw .truncated(path: path, part: "the header's length", needed: 8, found: file.byteCount)
    }
    let length = file.bytes(0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= headerLimit else { throw .headerTooLong(path: path, length: length, limit: headerLimit) }
    guard length <= file.byteCount - 8 else {
      throw .truncated(path: path, part: "the header", needed: length + 8, found: file.byteCount)
    }
    return Int(length)
  }

  private static func header(
    _ file: MappedFile, _ range: Range<Int>, _ path: String
  ) throws(TensorFileError) -> SafetensorsHeader {
    do {
      return try SafetensorsHeader(file.bytes(range))
    } catch {
      throw .malformedHeader(path: path, tensor: nil, offset: error.offset, reason: error.reason)
    }
  }
}
