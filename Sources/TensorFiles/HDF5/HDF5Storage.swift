private import CHDF5

/// How the values of a dataset lie in the file. Only under `HDF5Library.withLock`.
struct HDF5Storage {
  enum Layout: Sendable {
    /// In the dataset's header.
    case compact
    /// One run of bytes at a place in the file.
    case contiguous(offset: UInt64)
    /// Chunks of these sides.
    case chunked([Int], HDF5Filters)
    /// Not read; the reason is a kind of dataset.
    case unreadable(String)
  }

  let layout: Layout
  /// The bytes that the file holds for the values.
  let byteCount: Int

  /// Looks at an open dataset; nil where its properties cannot be read.
  init?(_ dataset: borrowing HDF5Handle, elementByteCount: Int) {
    guard let properties = HDF5Handle(H5Dget_create_plist(dataset.id)),
      let byteCount = Int(exactly: H5Dget_storage_size(dataset.id))
    else { return nil }
    self.byteCount = byteCount
    layout =
      switch H5Pget_layout(properties.id) {
      case H5D_COMPACT: .compact
      case H5D_CONTIGUOUS where H5Pget_external_count(properties.id) != 0: .unreadable("dataset in an external file")
      case H5D_CONTIGUOUS: .contiguous(offset: UInt64(H5Dget_offset(dataset.id)))
      case H5D_CHUNKED: Self.chunks(properties, elementByteCount: elementByteCount)
      case H5D_VIRTUAL: .unreadable("virtual dataset")
      default: .unreadable("dataset of an unknown layout")
      }
  }

  /// Checks that the bytes in the file can make the values: what deflate cannot do is refused before anything is
  /// allocated.
  ///
  /// - Throws: `implausibleExpansion`, `sizeMismatch`, `offsetOutOfBounds`.
  func verify(
    _ tensor: TensorDescription, elementByteCount: Int, fileByteCount: Int, path: String
  ) throws(TensorFileError) {
    let wanted = tensor.elementCount * elementByteCount
    switch layout {
    case .unreadable: break
    case .compact, .contiguous:
      guard wanted == byteCount else {
        throw .sizeMismatch(path: path, tensor: tensor.name, expected: wanted, found: byteCount)
      }
      if case .contiguous(let offset) = layout {
        let (end, overflow) = offset.addingReportingOverflow(UInt64(wanted))
        guard !overflow, end <= UInt64(fileByteCount) else {
          throw .offsetOutOfBounds(
            path: path, tensor: tensor.name, end: overflow ? .max : Int(clamping: end), limit: fileByteCount)
        }
      }
    case .chunked(let sides, let filters):
      let (chunk, overflow) = (checkedElementCount(sides) ?? .max).multipliedReportingOverflow(by: elementByteCount)
      let announced = overflow ? Int.max : max(wanted, chunk)
      guard announced <= (filters.pipeline.contains(.deflate) ? deflateLimit(compressed: byteCount) : byteCount) else {
        throw .implausibleExpansion(
          path: path, tensor: tensor.name, compressed: UInt64(byteCount), announced: UInt64(announced))
      }
    }
  }

  /// Deflate, shuffle and checksums, each at most once: deflate after deflate could expand a million times.
  private static func chunks(_ properties: borrowing HDF5Handle, elementByteCount: Int) -> Layout {
    var sides = [hsize_t](repeating: 0, count: Int(H5S_MAX_RANK))
    let rank = unsafe Int(H5Pget_chunk(properties.id, H5S_MAX_RANK, &sides))
    guard rank > 0, sides.prefix(rank).allSatisfy({ $0 > 0 }) else { return .unreadable("dataset without chunk sides") }
    var pipeline: [HDF5Filters.Filter] = []
    for index in 0..<UInt32(max(0, H5Pget_nfilters(properties.id))) {
      var parameter: UInt32 = 0
      var parameterCount = 1
      let code = unsafe H5Pget_filter2(properties.id, index, nil, &parameterCount, &parameter, 0, nil, nil)
      guard let filter = HDF5Filters.Filter(rawValue: code), !pipeline.contains(filter),
        filter != .shuffle || Int(parameter) == elementByteCount
      else { return .unreadable("dataset with HDF5 filter \(code)") }
      pipeline.append(filter)
    }
    return .chunked(
      sides.prefix(rank).map { Int(clamping: $0) }, HDF5Filters(pipeline: pipeline, elementByteCount: elementByteCount))
  }
}
