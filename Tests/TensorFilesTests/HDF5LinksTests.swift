import TestSupport
import Testing

@testable import TensorFiles

@Suite struct HDF5LinksTests {
  private func message(_ kind: Int, _ body: [UInt8]) -> HDF5ObjectHeader.Message {
    HDF5ObjectHeader.Message(kind: kind, isShared: false, body: body[...])
  }

  private func symbolTable(tree: UInt64, heap: UInt64) -> HDF5ObjectHeader.Message {
    message(HDF5ObjectHeader.symbolTable, littleEndian(tree) + littleEndian(heap))
  }

  /// A heap of names whose text begins 32 bytes later.
  private func heap(at place: Int, _ names: String) -> [UInt8] {
    var bytes: [UInt8] = Array("HEAP".utf8) + [0, 0, 0, 0] + littleEndian(UInt64(names.utf8.count))
    bytes += littleEndian(UInt64.max) + littleEndian(UInt64(place + 32))
    return bytes + Array(names.utf8)
  }

  private func tree(level: UInt8, _ children: [UInt64], count: UInt16? = nil) -> [UInt8] {
    var bytes: [UInt8] = Array("TREE".utf8) + [0, level] + littleEndian(count ?? UInt16(children.count))
    bytes += littleEndian(UInt64.max) + littleEndian(UInt64.max)
    for child in children { bytes += littleEndian(UInt64(0)) + littleEndian(child) }
    return bytes
  }

  private func links(
    _ bytes: [UInt8], _ messages: HDF5ObjectHeader.Message...
  ) throws(HDF5Links.Unreadable) -> [String] {
    var links = HDF5Links(InMemoryBytes(bytes))
    return try links.links(messages).map { link in
      switch link.target {
      case .object(let address): "\(link.name) \(address)"
      case .soft: "\(link.name) soft"
      case .otherFile: "\(link.name) elsewhere"
      }
    }
  }

  @Test("a table of two symbols: an object and a soft link") func table() throws {
    let names = heap(at: 0, "\0\0\0\0\0\0\0\0one\0\0\0\0\0two\0\0\0\0\0")
    let node = tree(level: 0, [UInt64(names.count + 40)])
    var symbols: [UInt8] = Array("SNOD".utf8) + [1, 0] + littleEndian(UInt16(2))
    for (offset, address, cache) in [(8, 800, 1), (16, UInt64.max, 2)] as [(UInt64, UInt64, UInt32)] {
      symbols += littleEndian(offset) + littleEndian(address) + littleEndian(cache) + [UInt8](repeating: 0, count: 20)
    }
    let file = names + node + symbols
    #expect(try links(file, symbolTable(tree: UInt64(names.count), heap: 0)) == ["one 800", "two soft"])
  }

  @Test("link messages: hard, soft, to another file") func messages() throws {
    let hard: [UInt8] = [1, 0, 1, 97] + littleEndian(UInt64(96))
    let soft: [UInt8] = [1, 8, 1, 1, 98, 2, 0, 47, 97]
    let other: [UInt8] = [1, 8, 64, 1, 99, 0, 0]
    let kind = HDF5ObjectHeader.link
    #expect(
      try links([0], message(kind, hard), message(kind, soft), message(kind, other)) == [
        "a 96", "b soft", "c elsewhere",
      ])
    #expect(throws: HDF5Links.Unreadable.self) { try links([0], message(kind, [1, 0, 200, 97])) }
  }

  @Test("a tree that is its own child, or claims more entries than the file can hold, is refused") func circle() {
    let names = heap(at: 0, "a\0")
    let place = UInt64(names.count)
    for node in [tree(level: 1, [place]), tree(level: 1, [place, place], count: .max), tree(level: 0, [1 << 60])] {
      #expect(throws: HDF5Links.Unreadable.self) { try links(names + node, symbolTable(tree: place, heap: 0)) }
    }
    #expect(throws: HDF5Links.Unreadable.self) { try links(names, symbolTable(tree: .max, heap: .max)) }
  }
}
