/// Reads little-endian numbers one after the other from untrusted bytes; nil where there are too few.
struct ByteCursor {
  private let bytes: ArraySlice<UInt8>
  private(set) var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// Bytes that are left.
  var count: Int { bytes.endIndex - position }

  /// The next bytes.
  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= self.count else { return nil }
    defer { position += count }
    return bytes[position..<position + count]
  }

  /// The next number of 1 to 8 bytes; nil, too, where it does not fit in `Int`.
  mutating func integer(_ byteCount: Int) -> Int? {
    guard let taken = take(byteCount) else { return nil }
    return Int(exactly: taken.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }
}
