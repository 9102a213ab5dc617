/// Rows by an integer key that some of them have. O(log n) for a look-up.
struct KeyedRows: Sendable {
  private let sorted: [(key: Int, row: Int)]

  init(_ keys: [Int?]) {
    sorted = keys.enumerated().compactMap { row, key in key.map { ($0, row) } }.sorted { $0 < $1 }
  }

  subscript(_ key: Int) -> [Int] {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return sorted[low...].prefix { $0.key == key }.map(\.row)
  }

  /// "epochs 0 to 8"; nil where no row has a key.
  func extent(of plural: String) -> String? {
    guard let first = sorted.first, let last = sorted.last else { return nil }
    return first.key == last.key ? "\(plural.dropLast()) \(first.key)" : "\(plural) \(first.key) to \(last.key)"
  }
}
