/// An HDF5 file, on disk or in memory, read from its bytes.
///
/// Not through HDF5's C library: version 1.10 crashes or hangs on one in thirty legacy Keras models with a few changed
/// bytes. This reader knows what h5py writes by default, and the simpler part of what it writes with the newest format:
/// superblocks 0 to 3, tables of symbols and link messages, compact, contiguous and chunked values.
struct HDF5Container: Sendable {
  let contents: HDF5Contents
  private let path: String
  private let bytes: any ByteSource

  /// Opens a file.
  ///
  /// - Throws: what opening a file throws; `wrongSignature`, `truncated`, `unsupportedVersion`, `malformedHeader`, and what
  ///   `HDF5Contents` throws.
  init(path: String) throws(TensorFileError) { try self.init(MappedFile(path: path), path: path) }

  /// Opens a file whose bytes are at hand; `path` is for messages.
  ///
  /// - Throws: as for a file on disk.
  init(_ bytes: any ByteSource, path: String) throws(TensorFileError) {
    let prefix = bytes.bytes(0..<min(bytes.byteCount, HDF5Superblock.prefixLength))
    let superblock = try HDF5Superblock(prefix, byteCount: bytes.byteCount, path: path)
    self.path = path
    self.bytes = bytes
    contents = try HDF5Contents(of: bytes, root: superblock.root, path: path)
  }

  /// Some consecutive elements of a dataset in row-major order. Chunks that hold a part of them are read whole.
  ///
  /// - Precondition: the dataset can be read and has the elements.
  /// - Throws: `corruptData`.
  func values(of dataset: HDF5Dataset, elements: Range<Int>) throws(TensorFileError) -> [Double] {
    let shape = dataset.description.shape
    guard !elements.isEmpty, let type = dataset.description.elementType else { return [] }
    func stored(_ shape: [Int], offset: Int) -> StoredTensor {
      guard let place = StoredTensor(elementType: type, byteOrder: dataset.byteOrder, shape: shape, offset: offset)
      else { preconditionFailure("\(dataset.description.name) was not verified") }
      return place
    }
    switch dataset.storage {
    case .absent, .unreadable: return []
    case .contiguous(let range): return stored(shape, offset: range.lowerBound).values(elements: elements, from: bytes)
    case .chunked(let chunks):
      let length = shape.dropFirst().reduce(1, *)
      let rows = elements.lowerBound / length..<(elements.upperBound - 1) / length + 1
      let start = rows.lowerBound * length
      do {
        let part = InMemoryBytes(try chunks.rows(rows, from: bytes))
        return stored([rows.count] + shape.dropFirst(), offset: 0).values(
          elements: elements.lowerBound - start..<elements.upperBound - start, from: part)
      } catch { throw .corruptData(path: path, tensor: dataset.description.name, reason: error.reason) }
    }
  }
}
