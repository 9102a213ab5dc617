private import CZlib

/// The filters of a chunked dataset.
struct HDF5Filters: Sendable {
  enum Filter: Int32, Sendable {
    case deflate = 1
    case shuffle = 2
    case fletcher32 = 3
  }

  /// In the order in which the writer applied them.
  let pipeline: [Filter]
  let elementByteCount: Int

  /// Turns the stored bytes of a chunk into its elements.
  ///
  /// - Parameters:
  ///   - skipped: bit i is set where the writer left filter i out for this chunk.
  ///   - byteCount: what the chunk's elements take.
  /// - Returns: nil where the bytes do not give that many, or a checksum is another.
  func undo(_ stored: [UInt8], skipped: UInt32, byteCount: Int) -> [UInt8]? {
    let applied = pipeline.enumerated().filter { skipped >> UInt32($0.offset) & 1 == 0 }.map(\.element)
    var bytes = stored
    for (index, filter) in applied.enumerated().reversed() {
      switch filter {
      case .deflate:
        // A checksum that was added before deflate comes out of it, too.
        let inner = applied[..<index].contains(.fletcher32) ? 4 : 0
        guard let inflated = inflated(bytes, byteCount: byteCount + inner) else { return nil }
        bytes = inflated
      case .shuffle: bytes = unshuffled(bytes)
      case .fletcher32:
        guard let checked = Self.withoutChecksum(bytes) else { return nil }
        bytes = checked
      }
    }
    return bytes.count == byteCount ? bytes : nil
  }

  private func inflated(_ bytes: [UInt8], byteCount: Int) -> [UInt8]? {
    guard byteCount <= deflateLimit(compressed: bytes.count) else { return nil }
    var status = Z_OK
    let result = unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { target, count in
      var length = uLongf(byteCount)
      status = unsafe uncompress(target.baseAddress, &length, bytes, uLong(bytes.count))
      count = status == Z_OK ? Int(length) : 0
    }
    return status == Z_OK && result.count == byteCount ? result : nil
  }

  /// Shuffle stores the first bytes of all elements, then the second bytes, and so on.
  private func unshuffled(_ bytes: [UInt8]) -> [UInt8] {
    let count = bytes.count / elementByteCount
    guard elementByteCount > 1, count > 1 else { return bytes }
    var result = bytes
    for place in 0..<elementByteCount {
      for element in 0..<count { result[element * elementByteCount + place] = bytes[place * count + element] }
    }
    return result
  }

  /// Fletcher's checksum over 16-bit numbers stands in the last four bytes.
  private static func withoutChecksum(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count >= 4 else { return nil }
    let data = bytes.dropLast(4)
    let stored = bytes.suffix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let sum = fletcher32(data)
    // HDF5 up to 1.6.2 wrote the bytes of each half the other way round on this kind of machine.
    let swapped = (sum & 0x00FF_00FF) << 8 | (sum & 0xFF00_FF00) >> 8
    return stored == sum || stored == swapped ? Array(data) : nil
  }

  static func fletcher32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var (low, high): (UInt64, UInt64) = (0, 0)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let second = index + 1 < bytes.endIndex ? UInt64(bytes[index + 1]) : 0
      low += UInt64(bytes[index]) << 8 | second
      high += low
      // Ones' complement sums: the carry is added back.
      low = low & 0xFFFF + low >> 16
      high = high & 0xFFFF + high >> 16
      index += 2
    }
    return UInt32(high) << 16 | UInt32(low)
  }
}

extension HDF5Filters {
  /// The message that lists the filters.
  enum Pipeline {
    case readable(HDF5Filters)
    /// A kind of dataset, for messages.
    case unreadable(String)

    /// Deflate, shuffle and checksums are read, each at most once: deflate after deflate could expand a million times.
    init(_ message: ArraySlice<UInt8>, elementByteCount: Int) {
      self = .unreadable("dataset with malformed filters")
      var cursor = ByteCursor(message)
      guard let version = cursor.integer(1), 1...2 ~= version, let count = cursor.integer(1),
        cursor.take(version == 1 ? 6 : 0) != nil
      else { return }
      var pipeline: [Filter] = []
      for _ in 0..<count {
        guard let (code, parameters) = Self.next(&cursor, version) else { return }
        guard let filter = Filter(rawValue: Int32(code)), !pipeline.contains(filter),
          filter != .shuffle || parameters.first == elementByteCount
        else {
          self = .unreadable("dataset with HDF5 filter \(code)")
          return
        }
        pipeline.append(filter)
      }
      self = .readable(HDF5Filters(pipeline: pipeline, elementByteCount: elementByteCount))
    }

    private static func next(_ cursor: inout ByteCursor, _ version: Int) -> (code: Int, parameters: [Int])? {
      guard let code = cursor.integer(2), let nameLength = version == 2 && code < 256 ? 0 : cursor.integer(2),
        cursor.take(2) != nil, let count = cursor.integer(2),
        cursor.take(version == 1 ? (nameLength + 7) / 8 * 8 : nameLength) != nil
      else { return nil }
      let parameters = (0..<count).compactMap { _ in cursor.integer(4) }
      // Version 1 fills up to a multiple of eight bytes.
      guard parameters.count == count, cursor.take(version == 1 && count % 2 == 1 ? 4 : 0) != nil else { return nil }
      return (code, parameters)
    }
  }
}
