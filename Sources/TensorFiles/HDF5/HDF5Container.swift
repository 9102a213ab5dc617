private import CHDF5

/// An HDF5 file opened for reading, on disk or in memory. This file and its neighbours wrap HDF5's C library.
///
/// The library reads what describes the data: headers, groups, attributes, the places of chunks. Values are taken from
/// the bytes at those places and decoded here. Several threads may read at once.
final class HDF5Container: Sendable {
  let contents: HDF5Contents
  private let path: String
  private let bytes: any ByteSource
  private let file: Int64

  /// Opens a file.
  ///
  /// - Throws: what opening a file throws; `wrongSignature`, `truncated`, `unsupportedVersion`, `malformedHeader`, and what
  ///   `HDF5Contents` throws.
  convenience init(path: String) throws(TensorFileError) {
    try self.init(MappedFile(path: path), path: path) { access in
      // A lock would fail on file systems that have none, and nothing is written.
      H5Pset_file_locking(access, false, true) < 0 ? -1 : unsafe chdf5_open_read_only(path, access)
    }
  }

  /// Opens a file that is held in memory; `path` is for messages.
  ///
  /// - Throws: as for a file on disk.
  convenience init(image: [UInt8], path: String) throws(TensorFileError) {
    try self.init(InMemoryBytes(image), path: path) { access in
      guard H5Pset_fapl_core(access, 1 << 16, false) >= 0 else { return -1 }
      // The library keeps a copy of its own and does not write to the original.
      let status = unsafe image.withUnsafeBytes { image in
        unsafe H5Pset_file_image(access, UnsafeMutableRawPointer(mutating: image.baseAddress), image.count)
      }
      return status < 0 ? -1 : unsafe chdf5_open_read_only("image", access)
    }
  }

  private init(_ bytes: some ByteSource, path: String, open: (_ access: Int64) -> Int64) throws(TensorFileError) {
    let prefix = bytes.bytes(0..<min(bytes.byteCount, HDF5Superblock.prefixLength))
    try HDF5Superblock.check(prefix, byteCount: bytes.byteCount, path: path)
    self.path = path
    self.bytes = bytes
    (file, contents) = try HDF5Library.withLock { () throws(TensorFileError) in
      guard let access = HDF5Handle(chdf5_new_file_access()), H5Pset_fclose_degree(access.id, H5F_CLOSE_STRONG) >= 0,
        let file = HDF5Handle(open(access.id))
      else { throw .malformedHeader(path: path, tensor: nil, offset: 0, reason: HDF5Library.lastError()) }
      let contents = try HDF5Contents(of: file, in: bytes, path: path)
      // One reference for this object; the handle gives its own back.
      _ = H5Iinc_ref(file.id)
      return (file.id, contents)
    }
  }

  deinit {
    let file = file
    try? HDF5Library.withLock { () throws(TensorFileError) in _ = H5Idec_ref(file) }
  }

  /// Some consecutive elements of a dataset in row-major order.
  ///
  /// - Precondition: the dataset can be read and has the elements.
  /// - Throws: `corruptData`.
  func values(of dataset: HDF5Dataset, elements: Range<Int>) throws(TensorFileError) -> [Double] {
    let shape = dataset.description.shape
    guard !elements.isEmpty, let type = dataset.description.elementType else { return [] }
    guard case .contiguous(let offset) = dataset.layout else {
      let rowLength = shape.dropFirst().reduce(1, *)
      let rows = elements.lowerBound / rowLength..<(elements.upperBound + rowLength - 1) / rowLength
      let place = stored(dataset, type, shape: shape.isEmpty ? [] : [rows.count] + shape.dropFirst(), offset: 0)
      let start = rows.lowerBound * rowLength
      return place.values(
        elements: elements.lowerBound - start..<elements.upperBound - start,
        from: InMemoryBytes(try self.rows(rows, of: dataset, type)))
    }
    return stored(dataset, type, shape: shape, offset: Int(offset)).values(elements: elements, from: bytes)
  }

  private func stored(_ dataset: HDF5Dataset, _ type: ElementType, shape: [Int], offset: Int) -> StoredTensor {
    guard
      let place = StoredTensor(elementType: type, byteOrder: dataset.byteOrder, shape: shape, offset: offset)
    else { preconditionFailure("\(dataset.description.name) was not verified") }
    return place
  }

  /// The bytes of some rows, along the first axis.
  private func rows(
    _ rows: Range<Int>, of dataset: HDF5Dataset, _ type: ElementType
  ) throws(TensorFileError) -> [UInt8] {
    try HDF5Library.withLock { () throws(TensorFileError) in
      guard let object = HDF5Handle(chdf5_open_by_address(file, dataset.address)) else { throw fault(dataset) }
      if case .chunked(let sides, let filters) = dataset.layout {
        let chunks = HDF5Chunks(
          shape: dataset.description.shape, sides: sides, filters: filters, elementByteCount: type.byteCount)
        return try chunks.rows(rows, of: object, name: dataset.description.name, path: path)
      }
      let rowByteCount = dataset.description.shape.dropFirst().reduce(type.byteCount, *)
      let all = try compact(object, dataset, byteCount: dataset.description.elementCount * type.byteCount)
      return Array(all[rows.lowerBound * rowByteCount..<min(rows.upperBound * rowByteCount, all.count)])
    }
  }

  /// All bytes of a dataset that stands in its header, as they are stored.
  private func compact(
    _ object: borrowing HDF5Handle, _ dataset: HDF5Dataset, byteCount: Int
  ) throws(TensorFileError) -> [UInt8] {
    guard let type = HDF5Handle(H5Dget_type(object.id)) else { throw fault(dataset) }
    var bytes = [UInt8](repeating: 0, count: byteCount)
    let status = unsafe bytes.withUnsafeMutableBytes { unsafe chdf5_read(object.id, type.id, $0.baseAddress) }
    guard status >= 0 else { throw fault(dataset) }
    return bytes
  }

  private func fault(_ dataset: HDF5Dataset) -> TensorFileError {
    .corruptData(path: path, tensor: dataset.description.name, reason: HDF5Library.lastError())
  }
}
