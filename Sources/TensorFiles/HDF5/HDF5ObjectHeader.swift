/// The messages of object headers. The versions 1 and 2 of headers differ in the frame alone.
///
/// The work for all headers is bounded by the file's size: an honest message stands in one header.
struct HDF5ObjectHeader {
  /// A message: its kind, whether it only says where it stands, its bytes and their place in the file.
  struct Message {
    let kind: Int
    let isShared: Bool
    let body: ArraySlice<UInt8>
    fileprivate(set) var offset = 0

    /// True for the messages that only groups have.
    var isOfGroup: Bool { [symbolTable, linkInfo, link].contains(kind) }
  }

  static let dataspace = 0x01
  static let linkInfo = 0x02
  static let datatype = 0x03
  static let link = 0x06
  static let externalFiles = 0x07
  static let layout = 0x08
  static let filterPipeline = 0x0B
  static let attribute = 0x0C
  static let symbolTable = 0x11

  private let bytes: any ByteSource
  /// Bytes that may still be read.
  private var budget: Int
  private static let continuation = 0x10

  init(_ bytes: any ByteSource) {
    self.bytes = bytes
    // Headers are read up to three times, for the kind of the object, its attributes and its links; each time 64 bytes
    // and then the messages.
    budget = 8 * min(bytes.byteCount, .max / 16) + 4096
  }

  /// The messages of the header at an address, as far as they can be read.
  mutating func messages(at start: Int) -> [Message] {
    guard let prefix = block(start, 64) else { return [] }
    let isNewer = prefix.starts(with: Array("OHDR".utf8))
    guard let frame = isNewer ? Self.frame2(prefix) : Self.frame1(prefix) else { return [] }
    var result: [Message] = []
    var blocks = [(start: start + frame.offset, count: frame.count)]
    while let next = blocks.popLast() {
      guard var cursor = block(next.start, next.count).map({ ByteCursor($0[...]) }) else { continue }
      while var message = isNewer ? Self.next2(&cursor, frame.hasOrder) : Self.next1(&cursor) {
        if message.kind != Self.continuation {
          message.offset = next.start + message.body.startIndex
          result.append(message)
          continue
        }
        var place = ByteCursor(message.body)
        guard let start = place.integer(8), let count = place.integer(8) else { continue }
        // A block of version 2 has a signature before its messages and a checksum after them.
        blocks.append(isNewer ? (start &+ 4, count &- 8) : (start, count))
      }
    }
    return result
  }

  private mutating func block(_ start: Int, _ count: Int) -> [UInt8]? {
    guard start >= 0, count > 0, start < bytes.byteCount else { return nil }
    let count = min(count, bytes.byteCount - start)
    budget -= count
    return budget < 0 ? nil : bytes.bytes(start..<start + count)
  }

  private static func frame1(_ prefix: [UInt8]) -> (offset: Int, count: Int, hasOrder: Bool)? {
    var cursor = ByteCursor(prefix[...])
    guard cursor.integer(1) == 1, cursor.take(7) != nil, let count = cursor.integer(4) else { return nil }
    return (16, count, false)
  }

  private static func frame2(_ prefix: [UInt8]) -> (offset: Int, count: Int, hasOrder: Bool)? {
    var cursor = ByteCursor(prefix[...])
    guard cursor.take(4) != nil, cursor.integer(1) == 2, let flags = cursor.integer(1),
      cursor.take((flags & 32 == 0 ? 0 : 16) + (flags & 16 == 0 ? 0 : 4)) != nil,
      let count = cursor.integer(1 << (flags & 3))
    else { return nil }
    return (cursor.position, count, flags & 4 != 0)
  }

  private static func next1(_ cursor: inout ByteCursor) -> Message? {
    guard let kind = cursor.integer(2), let count = cursor.integer(2), let flags = cursor.integer(1),
      cursor.take(3) != nil, let body = cursor.take(count)
    else { return nil }
    return Message(kind: kind, isShared: flags & 2 != 0, body: body)
  }

  private static func next2(_ cursor: inout ByteCursor, _ hasOrder: Bool) -> Message? {
    guard let kind = cursor.integer(1), let count = cursor.integer(2), let flags = cursor.integer(1),
      cursor.take(hasOrder ? 2 : 0) != nil, let body = cursor.take(count)
    else { return nil }
    return Message(kind: kind, isShared: flags & 2 != 0, body: body)
  }
}
