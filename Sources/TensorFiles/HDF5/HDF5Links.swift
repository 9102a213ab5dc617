/// The links of groups: tables of symbols in the older format, messages in the newer one.
///
/// The work for all groups is bounded by the file's size: an honest table stands in one group.
struct HDF5Links {
  /// A name in a group and what it leads to.
  struct Link {
    enum Target {
      /// An object's header in this file.
      case object(Int)
      case soft
      case otherFile
    }

    let name: String
    let target: Target
  }

  /// Links that stand in neither a table nor messages.
  struct Unreadable: Error {
    let reason: String
  }

  private let bytes: any ByteSource
  private var blocks: HDF5Blocks

  init(_ bytes: any ByteSource) {
    self.bytes = bytes
    blocks = HDF5Blocks(bytes, budget: bytes.byteCount / 16 + 16)
  }

  /// The links of a group with these messages, in the order of the file.
  mutating func links(_ messages: [HDF5ObjectHeader.Message]) throws(Unreadable) -> [Link] {
    var links: [Link] = []
    for message in messages {
      var cursor = ByteCursor(message.body)
      switch message.kind {
      case HDF5ObjectHeader.symbolTable:
        guard let tree = cursor.integer(8), let heap = cursor.integer(8) else {
          throw Unreadable(reason: "a symbol table without places")
        }
        try readTree(tree, names: try names(heap), depth: 0, into: &links)
      case HDF5ObjectHeader.linkInfo:
        guard cursor.integer(1) == 0, let flags = cursor.integer(1), cursor.take(flags & 1 == 0 ? 0 : 8) != nil,
          let heap = cursor.take(8)
        else { throw Unreadable(reason: "malformed link information") }
        guard heap.allSatisfy({ $0 == 0xFF }) else {
          throw Unreadable(reason: "many links in dense storage, which is not read; h5py writes tables by default")
        }
      case HDF5ObjectHeader.link:
        guard let link = Self.link(&cursor) else { throw Unreadable(reason: "a malformed link") }
        links.append(link)
      default: break
      }
    }
    return links
  }

  /// The place of the heap that holds a table's names.
  private func names(_ address: Int) throws(Unreadable) -> Range<Int> {
    guard var cursor = blocks.block(address, 32), cursor.take(4).map(Array.init) == Array("HEAP".utf8),
      cursor.take(4) != nil,
      let size = cursor.integer(8), cursor.take(8) != nil, let start = cursor.integer(8), start <= bytes.byteCount,
      size <= bytes.byteCount - start
    else { throw Unreadable(reason: "no heap of names at byte \(address)") }
    return start..<start + size
  }

  private mutating func readTree(
    _ address: Int, names: Range<Int>, depth: Int, into links: inout [Link]
  ) throws(Unreadable) {
    guard blocks.visit(address), depth < 32, var head = blocks.block(address, 24),
      head.take(4).map(Array.init) == Array("TREE".utf8), head.integer(1) == 0, let level = head.integer(1),
      let count = head.integer(2), blocks.spend(count), var cursor = blocks.block(address + 24, count * 16)
    else { throw Unreadable(reason: "no tree of symbols at byte \(address)") }
    for _ in 0..<count {
      // A key, which only searching needs, and a child.
      guard cursor.take(8) != nil, let child = cursor.integer(8) else {
        throw Unreadable(reason: "a tree of symbols that breaks off")
      }
      if level > 0 {
        try readTree(child, names: names, depth: depth + 1, into: &links)
      } else {
        try readSymbols(child, names: names, into: &links)
      }
    }
  }

  private mutating func readSymbols(_ address: Int, names: Range<Int>, into links: inout [Link]) throws(Unreadable) {
    guard blocks.visit(address), var cursor = blocks.block(address, 8),
      cursor.take(4).map(Array.init) == Array("SNOD".utf8), cursor.integer(1) == 1, cursor.take(1) != nil,
      let count = cursor.integer(2), blocks.spend(count), var entries = blocks.block(address + 8, count * 40)
    else { throw Unreadable(reason: "no symbols at byte \(address)") }
    for _ in 0..<count {
      guard let offset = entries.integer(8), offset < names.count, let place = entries.take(8),
        let cache = entries.integer(4), entries.take(20) != nil, let name = name(names, offset)
      else { throw Unreadable(reason: "a malformed symbol at byte \(address)") }
      var cursor = ByteCursor(place)
      // Soft links are marked by the kind of what is cached for them.
      let object = cache == 2 ? nil : cursor.integer(8)
      links.append(Link(name: name, target: object.map { .object($0) } ?? .soft))
    }
  }

  private func name(_ names: Range<Int>, _ offset: Int) -> String? {
    let start = names.lowerBound + offset
    // Longer names are none, and looking for their ends could take the file's size each time.
    let bytes = bytes.bytes(start..<min(names.upperBound, start + 4096)).prefix { $0 != 0 }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func link(_ cursor: inout ByteCursor) -> Link? {
    guard cursor.integer(1) == 1, let flags = cursor.integer(1), let kind = flags & 8 == 0 ? 0 : cursor.integer(1),
      cursor.take((flags & 4 == 0 ? 0 : 8) + (flags & 16 == 0 ? 0 : 1)) != nil,
      let length = cursor.integer(1 << (flags & 3)), let text = cursor.take(length),
      let name = String(validating: text, as: UTF8.self)
    else { return nil }
    switch kind {
    case 0: return cursor.integer(8).map { Link(name: name, target: .object($0)) }
    case 1: return Link(name: name, target: .soft)
    default: return Link(name: name, target: .otherFile)
    }
  }
}
