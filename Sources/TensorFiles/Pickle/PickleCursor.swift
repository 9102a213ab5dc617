/// Reads a pickle's bytes from front to back through a window, so that a large source is never copied as a whole.
struct PickleCursor {
  private let source: any ByteSource
  private let end: Int
  private var window: [UInt8] = []
  private var windowStart = 0
  /// The place of the next byte in the source.
  private(set) var position: Int

  private static let windowSize = 1 << 16

  init(_ source: any ByteSource, range: Range<Int>) {
    self.source = source
    end = range.upperBound
    position = range.lowerBound
  }

  mutating func byte() throws(PickleFault) -> UInt8 {
    if !(windowStart..<windowStart + window.count ~= position) {
      guard position < end else { throw .malformed(offset: position, reason: "the pickle breaks off") }
      windowStart = position
      window = source.bytes(position..<min(end, position + Self.windowSize))
    }
    position += 1
    return window[position - 1 - windowStart]
  }

  /// A little-endian unsigned integer of so many bytes.
  mutating func integer(byteCount: Int) throws(PickleFault) -> UInt64 {
    var value: UInt64 = 0
    for shift in 0..<byteCount { value |= UInt64(try byte()) << UInt64(8 * shift) }
    return value
  }

  /// Passes over so many bytes and says where they lie.
  mutating func range(count: UInt64) throws(PickleFault) -> Range<Int> {
    guard count <= UInt64(end - position) else {
      throw .malformed(offset: position, reason: "\(count) bytes announced, \(end - position) left")
    }
    let start = position
    position += Int(count)
    return start..<position
  }

  mutating func bytes(count: UInt64) throws(PickleFault) -> [UInt8] { source.bytes(try range(count: count)) }

  mutating func text(count: UInt64) throws(PickleFault) -> String {
    // Python allows lone surrogates; they become the replacement character.
    String(decoding: try bytes(count: count), as: UTF8.self)
  }

  /// A copy of bytes that were passed over.
  func copy(_ range: Range<Int>) -> [UInt8] { source.bytes(range) }

  /// The bytes up to the next line feed, which is passed over.
  mutating func line() throws(PickleFault) -> [UInt8] {
    var line: [UInt8] = []
    while true {
      let next = try byte()
      if next == UInt8(ascii: "\n") { return line }
      line.append(next)
    }
  }

  mutating func textLine() throws(PickleFault) -> String { String(decoding: try line(), as: UTF8.self) }
}
