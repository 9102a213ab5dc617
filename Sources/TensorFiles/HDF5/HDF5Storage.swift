/// How the values of a dataset lie in the file.
enum HDF5Storage: Sendable {
  /// One run of bytes.
  case contiguous(Range<Int>)
  case chunked(HDF5Chunks)
  /// Nothing was written.
  case absent
  /// Not read; the reason is a kind of dataset.
  case unreadable(String)

  /// Reads the messages of a dataset; nil where they break off or lead out of the file.
  init?(
    _ messages: [HDF5ObjectHeader.Message], elementByteCount: Int, shape: [Int], trees: inout HDF5ChunkTrees,
    fileByteCount: Int
  ) {
    if messages.contains(where: { $0.kind == HDF5ObjectHeader.externalFiles }) {
      self = .unreadable("dataset in an external file")
      return
    }
    guard let layout = messages.first(where: { $0.kind == HDF5ObjectHeader.layout }) else { return nil }
    var cursor = ByteCursor(layout.body)
    guard let version = cursor.integer(1), let kind = cursor.integer(1) else { return nil }
    guard 3...4 ~= version else {
      self = .unreadable("dataset with layout version \(version)")
      return
    }
    switch kind {
    case 0: self.init(compact: &cursor, in: layout)
    case 1: self.init(contiguous: &cursor, fileByteCount: fileByteCount)
    case 2:
      let filters = messages.first { $0.kind == HDF5ObjectHeader.filterPipeline }
      let pipeline = filters.map { HDF5Filters.Pipeline($0.body, elementByteCount: elementByteCount) }
      switch pipeline {
      case .unreadable(let reason): self = .unreadable(reason)
      case .readable(let filters):
        self.init(chunks: &cursor, version, filters, shape: shape, &trees)
      case nil:
        self.init(
          chunks: &cursor, version, HDF5Filters(pipeline: [], elementByteCount: elementByteCount), shape: shape, &trees)
      }
    case 3: self = .unreadable("virtual dataset")
    default: self = .unreadable("dataset with layout class \(kind)")
    }
  }

  /// The values stand in the message itself.
  private init?(compact cursor: inout ByteCursor, in message: HDF5ObjectHeader.Message) {
    guard let count = cursor.integer(2), count <= cursor.count else { return nil }
    let start = message.offset + (cursor.position - message.body.startIndex)
    self = count == 0 ? .absent : .contiguous(start..<start + count)
  }

  private init?(contiguous cursor: inout ByteCursor, fileByteCount: Int) {
    guard let place = cursor.take(8), let count = cursor.integer(8) else { return nil }
    if place.allSatisfy({ $0 == 0xFF }) {
      self = .absent
      return
    }
    var address = ByteCursor(place)
    guard let start = address.integer(8), start <= fileByteCount, count <= fileByteCount - start else { return nil }
    self = .contiguous(start..<start + count)
  }

  private init?(
    chunks cursor: inout ByteCursor, _ version: Int, _ filters: HDF5Filters, shape: [Int], _ trees: inout HDF5ChunkTrees
  ) {
    guard version == 3 else {
      self.init(newerChunks: &cursor, filters, shape: shape)
      return
    }
    guard let rank = cursor.integer(1), rank == shape.count + 1, let place = cursor.take(8),
      let sides = Self.sides(&cursor, shape.count, byteCount: 4), cursor.integer(4) == filters.elementByteCount
    else { return nil }
    let grid = HDF5Chunks.Grid(shape: shape, sides: sides)
    if place.allSatisfy({ $0 == 0xFF }) {
      self = .absent
      return
    }
    var address = ByteCursor(place)
    guard let root = address.integer(8), let chunks = trees.chunks(at: root, grid: grid) else { return nil }
    self = chunks.isEmpty ? .absent : .chunked(HDF5Chunks(grid: grid, filters: filters, places: chunks))
  }

  /// Layout version 4: only a dataset of one chunk has an index as simple as it is.
  private init?(newerChunks cursor: inout ByteCursor, _ filters: HDF5Filters, shape: [Int]) {
    guard let flags = cursor.integer(1), let rank = cursor.integer(1), rank == shape.count + 1,
      let width = cursor.integer(1), 1...8 ~= width, let sides = Self.sides(&cursor, shape.count, byteCount: width),
      cursor.integer(width) == filters.elementByteCount, let index = cursor.integer(1)
    else { return nil }
    guard index == 1 else {
      self = .unreadable("dataset with a chunk index of kind \(index), newer than h5py writes by default")
      return
    }
    let plainCount = checkedElementCount(sides + [filters.elementByteCount])
    let isFiltered = flags & 2 != 0
    guard let count = isFiltered ? cursor.integer(8) : plainCount, let skipped = isFiltered ? cursor.integer(4) : 0,
      let place = cursor.take(8)
    else { return nil }
    if place.allSatisfy({ $0 == 0xFF }) {
      self = .absent
      return
    }
    var address = ByteCursor(place)
    guard let start = address.integer(8) else { return nil }
    let chunk = HDF5Chunks.Place(address: start, byteCount: count, skippedFilters: UInt32(truncatingIfNeeded: skipped))
    self = .chunked(
      HDF5Chunks(grid: HDF5Chunks.Grid(shape: shape, sides: sides), filters: filters, places: [0: chunk]))
  }

  private static func sides(_ cursor: inout ByteCursor, _ rank: Int, byteCount: Int) -> [Int]? {
    let sides = (0..<rank).compactMap { _ in cursor.integer(byteCount) }
    return sides.count == rank && !sides.isEmpty && sides.allSatisfy { $0 > 0 } && checkedElementCount(sides) != nil
      ? sides : nil
  }
}
