/// The trees that say where the chunks of datasets lie. The work for all trees is bounded by the file's size: an honest
/// node stands in one tree.
struct HDF5ChunkTrees {
  private var blocks: HDF5Blocks

  init(_ bytes: any ByteSource) {
    blocks = HDF5Blocks(bytes, budget: bytes.byteCount / 24 + 1)
  }

  /// The chunks of a dataset by their number in the grid; nil where the tree is malformed.
  mutating func chunks(at root: Int, grid: HDF5Chunks.Grid) -> [Int: HDF5Chunks.Place]? {
    var places: [Int: HDF5Chunks.Place] = [:]
    return read(root, grid: grid, depth: 0, into: &places) ? places : nil
  }

  private mutating func read(
    _ address: Int, grid: HDF5Chunks.Grid, depth: Int, into places: inout [Int: HDF5Chunks.Place]
  ) -> Bool {
    let rank = grid.shape.count
    let entryByteCount = 8 + 8 * (rank + 1) + 8
    guard blocks.visit(address), depth < 32, var head = blocks.block(address, 24),
      head.take(4).map(Array.init) == Array("TREE".utf8), head.integer(1) == 1, let level = head.integer(1),
      let count = head.integer(2), blocks.spend(count), var cursor = blocks.block(address + 24, count * entryByteCount)
    else { return false }
    for _ in 0..<count {
      guard let size = cursor.integer(4), let skipped = cursor.integer(4),
        let origin = cursor.take(8 * (rank + 1)), let child = cursor.integer(8)
      else { return false }
      if level > 0 {
        guard read(child, grid: grid, depth: depth + 1, into: &places) else { return false }
        continue
      }
      var corner = ByteCursor(origin)
      guard let number = grid.number(of: (0..<rank).map { _ in corner.integer(8) ?? .max }),
        places.updateValue(
          HDF5Chunks.Place(address: child, byteCount: size, skippedFilters: UInt32(skipped)), forKey: number) == nil
      else { return false }
    }
    return true
  }
}
