/// Texts of variable length, which lie in heaps of the file. The work for all heaps is bounded by the file's size.
struct HDF5GlobalHeap {
  private let bytes: any ByteSource
  private var heaps: [Int: [Int: Range<Int>]] = [:]
  private var budget: Int
  /// What may still be handed out: many attributes could name one and the same long text.
  private var byteBudget: Int

  init(_ bytes: any ByteSource) {
    self.bytes = bytes
    // Every object of an honest heap takes 16 bytes and stands in one heap.
    budget = bytes.byteCount / 16 + 1
    byteBudget = bytes.byteCount
  }

  /// The first bytes of an object; nil where there is none.
  mutating func object(heap address: Int, index: Int, limit: Int) -> [UInt8]? {
    if heaps[address] == nil { heaps[address] = objects(at: address) }
    guard let place = heaps[address]?[index]?.prefix(limit), place.count <= byteBudget else { return nil }
    byteBudget -= place.count
    return bytes.bytes(place)
  }

  private mutating func objects(at address: Int) -> [Int: Range<Int>] {
    guard budget > 0, var cursor = cursor(address, 16), cursor.take(4).map(Array.init) == Array("GCOL".utf8),
      cursor.integer(1) == 1, cursor.take(3) != nil, let size = cursor.integer(8)
    else { return [:] }
    let end = address + min(size, bytes.byteCount - address)
    var objects: [Int: Range<Int>] = [:]
    var position = address + 16
    while budget > 0, position < end, var cursor = self.cursor(position, 16) {
      budget -= 1
      guard let index = cursor.integer(2), index != 0, cursor.take(6) != nil, let count = cursor.integer(8),
        count <= end - position - 16
      else { break }
      objects[index] = position + 16..<position + 16 + count
      position += 16 + (count + 7) / 8 * 8
    }
    return objects
  }

  private func cursor(_ start: Int, _ count: Int) -> ByteCursor? {
    guard start >= 0, start <= bytes.byteCount - count else { return nil }
    return ByteCursor(bytes.bytes(start..<start + count)[...])
  }
}
