/// The chunks that a dataset is stored in.
struct HDF5Chunks: Sendable {
  /// Where the bytes of a chunk lie.
  struct Place: Sendable {
    let address: Int
    let byteCount: Int
    /// Bit i is set where filter i was left out.
    let skippedFilters: UInt32
  }

  /// A dataset cut into chunks; those at the far ends reach beyond it.
  struct Grid: Sendable {
    let shape: [Int]
    let sides: [Int]

    /// The number of the chunk, in row-major order, whose first element this is; nil where there is none.
    func number(of origin: [Int]) -> Int? {
      var number = 0
      for axis in shape.indices {
        guard origin[axis] < shape[axis], origin[axis] % sides[axis] == 0 else { return nil }
        number = number * ((shape[axis] - 1) / sides[axis] + 1) + origin[axis] / sides[axis]
      }
      return number
    }
  }

  let grid: Grid
  let filters: HDF5Filters
  let places: [Int: Place]

  /// The bytes of all chunks in the file; nil where that overflows.
  var storedByteCount: Int? {
    places.values.reduce(0 as Int?) { sum, place in
      guard let (sum, overflow) = sum?.addingReportingOverflow(place.byteCount), !overflow else { return nil }
      return sum
    }
  }

  /// The bytes of some rows along the first axis, without the filters; nil with a reason where a chunk does not give
  /// its values. O(chunks that hold the rows).
  func rows(_ rows: Range<Int>, from bytes: some ByteSource) throws(HDF5ChunkFault) -> [UInt8] {
    let (shape, sides) = (grid.shape, grid.sides)
    var target = [UInt8](repeating: 0, count: shape.dropFirst().reduce(rows.count * filters.elementByteCount, *))
    var chunk = shape.map { _ in 0 }
    chunk[0] = rows.lowerBound / sides[0]
    repeat {
      let origin = zip(chunk, sides).map { $0 * $1 }
      copy(try contents(origin, from: bytes), origin: origin, rows: rows, to: &target)
    } while advance(&chunk, rows: rows)
    return target
  }

  /// Goes to the next chunk in row-major order; false at the end.
  private func advance(_ chunk: inout [Int], rows: Range<Int>) -> Bool {
    for axis in chunk.indices.reversed() {
      chunk[axis] += 1
      if chunk[axis] * grid.sides[axis] < (axis == 0 ? rows.upperBound : grid.shape[axis]) { return true }
      chunk[axis] = 0
    }
    return false
  }

  private func contents(_ origin: [Int], from bytes: some ByteSource) throws(HDF5ChunkFault) -> [UInt8] {
    guard let place = grid.number(of: origin).flatMap({ places[$0] }) else {
      throw HDF5ChunkFault(reason: "the chunk at \(origin) is not stored")
    }
    guard place.address <= bytes.byteCount, place.byteCount <= bytes.byteCount - place.address else {
      throw HDF5ChunkFault(reason: "the chunk at \(origin) lies beyond the end of the file")
    }
    let stored = bytes.bytes(place.address..<place.address + place.byteCount)
    let byteCount = grid.sides.reduce(filters.elementByteCount, *)
    guard let values = filters.undo(stored, skipped: place.skippedFilters, byteCount: byteCount) else {
      throw HDF5ChunkFault(reason: "the chunk at \(origin) does not give its \(byteCount) bytes of values")
    }
    return values
  }

  /// Copies what a chunk and the rows have in common, line by line along the last axis.
  private func copy(_ bytes: [UInt8], origin: [Int], rows: Range<Int>, to target: inout [UInt8]) {
    let (shape, sides, size) = (grid.shape, grid.sides, filters.elementByteCount)
    let rank = shape.count
    let start = (0..<rank).map { $0 == 0 ? max(rows.lowerBound - origin[0], 0) : 0 }
    let end = (0..<rank).map { min(sides[$0], ($0 == 0 ? rows.upperBound : shape[$0]) - origin[$0]) }
    let count = (end[rank - 1] - start[rank - 1]) * size
    var position = start
    repeat {
      var (source, place) = (0, 0)
      for axis in 0..<rank {
        source = source * sides[axis] + position[axis]
        let first = axis == 0 ? rows.lowerBound : 0
        place = place * (axis == 0 ? 1 : shape[axis]) + origin[axis] + position[axis] - first
      }
      target.replaceSubrange(place * size..<place * size + count, with: bytes[source * size..<source * size + count])
    } while Self.advanceLine(&position, start: start, end: end)
  }

  /// Goes to the next line along the last axis; false at the end.
  private static func advanceLine(_ position: inout [Int], start: [Int], end: [Int]) -> Bool {
    for axis in position.indices.dropLast().reversed() {
      position[axis] += 1
      if position[axis] < end[axis] { return true }
      position[axis] = start[axis]
    }
    return false
  }
}

/// Why a chunk does not give its values.
struct HDF5ChunkFault: Error {
  let reason: String
}
