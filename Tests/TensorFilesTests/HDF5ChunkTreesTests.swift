import TestSupport
import Testing

@testable import TensorFiles

@Suite struct HDF5ChunkTreesTests {
  private let grid = HDF5Chunks.Grid(shape: [5, 4], sides: [2, 4])

  private func node(level: UInt8, _ entries: [(origin: [UInt64], size: UInt32, child: UInt64)]) -> [UInt8] {
    var bytes: [UInt8] = Array("TREE".utf8) + [1, level] + littleEndian(UInt16(entries.count))
    bytes += littleEndian(UInt64.max) + littleEndian(UInt64.max)
    for entry in entries {
      bytes += littleEndian(entry.size) + littleEndian(UInt32(0))
      for corner in entry.origin + [0] { bytes += littleEndian(corner) }
      bytes += littleEndian(entry.child)
    }
    return bytes
  }

  private func chunks(_ bytes: [UInt8]) -> [Int: Int]? {
    var trees = HDF5ChunkTrees(InMemoryBytes(bytes + [UInt8](repeating: 0, count: 64)))
    return trees.chunks(at: 0, grid: grid)?.mapValues(\.address)
  }

  @Test("three chunks of 2 rows cover 5 rows") func leaf() {
    #expect(
      chunks(node(level: 0, [([0, 0], 9, 100), ([2, 0], 9, 200), ([4, 0], 9, 300)])) == [0: 100, 1: 200, 2: 300])
  }

  @Test("places outside of the grid, twice, beyond the file, or in a circle are refused") func refused() {
    for origin in [[1, 0], [6, 0], [0, 4], [0, UInt64.max]] { #expect(chunks(node(level: 0, [(origin, 9, 1)])) == nil) }
    #expect(chunks(node(level: 0, [([0, 0], 9, 1), ([0, 0], 9, 2)])) == nil)
    for child in [0, 1 << 40, UInt64.max] { #expect(chunks(node(level: 1, [([0, 0], 9, child)])) == nil) }
    #expect(chunks(Array("TREE".utf8) + [1, 0, 255, 255]) == nil)
  }
}
