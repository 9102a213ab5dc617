private import CHDF5

/// The grid of chunks that a dataset is stored in. Only under `HDF5Library.withLock`.
struct HDF5Chunks {
  let shape: [Int]
  /// The sides of a chunk; those at the far ends reach beyond the dataset.
  let sides: [Int]
  let filters: HDF5Filters
  let elementByteCount: Int

  /// The bytes of some rows along the first axis, without the filters. O(chunks that hold them).
  ///
  /// - Throws: `corruptData`.
  func rows(
    _ rows: Range<Int>, of dataset: borrowing HDF5Handle, name: String, path: String
  ) throws(TensorFileError) -> [UInt8] {
    guard shape.count == sides.count else {
      throw .corruptData(path: path, tensor: name, reason: "chunks of \(sides.count) axes")
    }
    var target = [UInt8](repeating: 0, count: shape.dropFirst().reduce(rows.count * elementByteCount, *))
    var chunk = shape.map { _ in 0 }
    chunk[0] = rows.lowerBound / sides[0]
    repeat {
      let origin = zip(chunk, sides).map { $0 * $1 }
      let bytes = try contents(origin, of: dataset, name: name, path: path)
      copy(bytes, origin: origin, rows: rows, to: &target)
    } while advance(&chunk, rows: rows)
    return target
  }

  /// Goes to the next chunk in row-major order; false at the end.
  private func advance(_ chunk: inout [Int], rows: Range<Int>) -> Bool {
    for axis in chunk.indices.reversed() {
      chunk[axis] += 1
      if chunk[axis] * sides[axis] < (axis == 0 ? rows.upperBound : shape[axis]) { return true }
      chunk[axis] = 0
    }
    return false
  }

  private func contents(
    _ origin: [Int], of dataset: borrowing HDF5Handle, name: String, path: String
  ) throws(TensorFileError) -> [UInt8] {
    let place = origin.map { hsize_t($0) }
    let limit = H5Dget_storage_size(dataset.id)
    var size: hsize_t = 0
    guard unsafe H5Dget_chunk_storage_size(dataset.id, place, &size) >= 0, size > 0, size <= limit else {
      throw .corruptData(path: path, tensor: name, reason: "the chunk at \(origin) is not stored")
    }
    var stored = [UInt8](repeating: 0, count: Int(size))
    var skipped: UInt32 = 0
    let status = unsafe stored.withUnsafeMutableBytes {
      unsafe H5Dread_chunk(dataset.id, 0, place, &skipped, $0.baseAddress)
    }
    guard status >= 0 else { throw .corruptData(path: path, tensor: name, reason: HDF5Library.lastError()) }
    guard let bytes = filters.undo(stored, skipped: skipped, byteCount: sides.reduce(elementByteCount, *)) else {
      throw .corruptData(path: path, tensor: name, reason: "the chunk at \(origin) does not give its values")
    }
    return bytes
  }

  /// Copies what a chunk and the rows have in common, line by line along the last axis.
  private func copy(_ bytes: [UInt8], origin: [Int], rows: Range<Int>, to target: inout [UInt8]) {
    let rank = shape.count
    let start = (0..<rank).map { $0 == 0 ? max(rows.lowerBound - origin[0], 0) : 0 }
    let end = (0..<rank).map { min(sides[$0], ($0 == 0 ? rows.upperBound : shape[$0]) - origin[$0]) }
    let count = (end[rank - 1] - start[rank - 1]) * elementByteCount
    var position = start
    repeat {
      var (source, place) = (0, 0)
      for axis in 0..<rank {
        source = source * sides[axis] + position[axis]
        let first = axis == 0 ? rows.lowerBound : 0
        place = place * (axis == 0 ? 1 : shape[axis]) + origin[axis] + position[axis] - first
      }
      let from = source * elementByteCount
      target.replaceSubrange(
        place * elementByteCount..<place * elementByteCount + count, with: bytes[from..<from + count])
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
