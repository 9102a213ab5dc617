import TestSupport
import Testing

@testable import TensorFiles

/// A file that consists of one object header of version 1 and what follows it.
private func header(_ messages: [(kind: UInt16, body: [UInt8])], then rest: [UInt8] = []) -> InMemoryBytes {
  var block: [UInt8] = []
  for message in messages {
    let padded = message.body + [UInt8](repeating: 0, count: (8 - message.body.count % 8) % 8)
    block += littleEndian(message.kind) + littleEndian(UInt16(padded.count)) + [0, 0, 0, 0] + padded
  }
  let start: [UInt8] = [1, 0] + littleEndian(UInt16(messages.count)) + [1, 0, 0, 0]
  return InMemoryBytes(start + littleEndian(UInt32(block.count)) + [0, 0, 0, 0] + block + rest)
}

/// An attribute message of version 3.
private func attribute(_ name: String, type: [UInt8], sides: [UInt64] = [], data: [UInt8]) -> (
  kind: UInt16, body: [UInt8]
) {
  var space: [UInt8] = [2, UInt8(sides.count), 0, sides.isEmpty ? 0 : 1]
  for side in sides { space += littleEndian(side) }
  var body: [UInt8] = [3, 0]
  for size in [name.utf8.count + 1, type.count, space.count] { body += littleEndian(UInt16(size)) }
  body += [0] + Array(name.utf8) + [0]
  return (0x0C, body + type + space + data)
}

private let int32: [UInt8] = [0x10, 0x08, 0, 0, 4, 0, 0, 0, 0, 0, 32, 0]
private let variableText: [UInt8] = [0x19, 1, 0, 0, 16, 0, 0, 0]
private func fixedText(_ size: UInt8) -> [UInt8] { [0x13, 0, 0, 0, size, 0, 0, 0] }

private func reference(_ length: UInt32, _ heap: UInt64, _ index: UInt32) -> [UInt8] {
  littleEndian(length) + littleEndian(heap) + littleEndian(index)
}

@Suite struct HDF5AttributesTests {
  private func values(_ file: InMemoryBytes, at address: Int = 0) -> [String: HDF5Attributes.Value] {
    var attributes = HDF5Attributes(file)
    return attributes.values(at: address)
  }

  @Test("numbers, fixed texts and short lists") func kinds() {
    let file = header([
      attribute("epoch", type: int32, data: littleEndian(Int32(-8))),
      attribute("name", type: fixedText(4), data: Array("fc0\0".utf8)),
      attribute("names", type: fixedText(2), sides: [2], data: Array("abcd".utf8)),
    ])
    #expect(values(file) == ["epoch": .number(-8), "name": .text("fc0"), "names": .texts(["ab", "cd"])])
    #expect(values(file)["epoch"]?.scalar == "-8" && values(file)["names"]?.list == ["ab", "cd"])
  }

  @Test("a text in a heap") func heap() {
    // The header takes 16 bytes, the message 8 and 39, padded to 40; so the heap begins at 64.
    let one = attribute("t", type: variableText, data: reference(3, 64, 1))
    var text: [UInt8] = littleEndian(UInt16(1)) + [1, 0, 0, 0, 0, 0]
    text += littleEndian(UInt64(3)) + Array("abc".utf8) + [0, 0, 0, 0, 0]
    let heap = Array("GCOL".utf8) + [1, 0, 0, 0] + littleEndian(UInt64(16 + text.count)) + text
    #expect(values(header([one], then: heap)) == ["t": .text("abc")])
  }

  @Test(
    "references to no heap, far beyond the file, or with a length of gigabytes",
    arguments: [(3, 0, 1), (3, UInt64.max, 1), (.max, UInt64(Int.max), 1), (3, 20, .max)] as [(UInt32, UInt64, UInt32)])
  func badReferences(length: UInt32, heap: UInt64, index: UInt32) {
    #expect(values(header([attribute("t", type: variableText, data: reference(length, heap, index))])) == [:])
  }

  @Test("sides and sizes that the bytes do not back up") func lies() {
    for sides in [[UInt64(9)], [.max], [1 << 62]] {
      #expect(values(header([attribute("t", type: fixedText(2), sides: sides, data: [65, 66])])) == [:])
    }
    #expect(values(header([attribute("t", type: fixedText(0), data: [])])) == [:])
    #expect(values(header([attribute("t", type: fixedText(200), data: [65])])) == [:])
  }

  @Test("a thousand attributes that name one long text do not multiply it") func bomb() {
    let count = 1000
    // As above: 48 bytes for each message, then the heap.
    let heapStart = UInt64(16 + 48 * count)
    let long = [UInt8](repeating: 97, count: 60_000)
    let messages = (0..<count).map { _ in
      attribute("t", type: variableText, data: reference(60_000, heapStart, 1))
    }
    let object = littleEndian(UInt16(1)) + [1, 0, 0, 0, 0, 0] + littleEndian(UInt64(long.count)) + long
    let heap = Array("GCOL".utf8) + [1, 0, 0, 0] + littleEndian(UInt64(16 + object.count)) + object
    var reader = HDF5GlobalHeap(header(messages, then: heap))
    // The file has 108056 bytes: one such text is given, a second is not.
    #expect(reader.object(heap: Int(heapStart), index: 1, limit: 60_000)?.count == 60_000)
    #expect(reader.object(heap: Int(heapStart), index: 1, limit: 60_000) == nil)
    #expect(reader.object(heap: Int(heapStart), index: 1, limit: 10)?.count == 10)
  }

  @Test("a continuation that leads to itself ends") func circle() {
    let file = header([(0x10, littleEndian(UInt64(16)) + littleEndian(UInt64(24)))])
    #expect(values(file) == [:])
    #expect(values(file, at: 1 << 40) == [:] && values(file, at: .max) == [:])
  }
}
