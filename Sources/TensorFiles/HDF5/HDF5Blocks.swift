/// Blocks of a file that trees refer to by address, within a budget of entries: nodes at many places could overlap, and an
/// honest node stands in one tree, so that the work for all trees is bounded by the file's size.
struct HDF5Blocks {
  private let bytes: any ByteSource
  private var visited: Set<Int> = []
  private var budget: Int

  init(_ bytes: any ByteSource, budget: Int) {
    self.bytes = bytes
    self.budget = budget
  }

  /// True the first time an address is visited.
  mutating func visit(_ address: Int) -> Bool { visited.insert(address).inserted }

  /// Pays for entries before their bytes are copied; false where the budget is used up.
  mutating func spend(_ count: Int) -> Bool {
    budget -= count
    return budget >= 0
  }

  /// So many bytes from an address, or as many as there are; nil for an address outside of the file.
  func block(_ start: Int, _ count: Int) -> ByteCursor? {
    guard start >= 0, start < bytes.byteCount else { return nil }
    return ByteCursor(bytes.bytes(start..<start + min(count, bytes.byteCount - start))[...])
  }
}
