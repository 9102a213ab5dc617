/// Names of the series that occur, each beside what it looks like, in rows.
struct LegendLayout: Equatable {
  struct Item: Equatable {
    var series: Int
    var name: String
    /// Said on hovering where the name is shortened.
    var fullName: String?
    /// Of the symbol's left end and the middle of the row.
    var left: Double
    var middle: Double
  }

  var items: [Item] = []
  var height = 0.0

  static let symbolWidth = 26.0
  private static let rowHeight = 20.0
  private static let longestName = 280.0

  /// In rows no wider than the content, from `left` on.
  init(_ figure: Figure, left: Double, width: Double) {
    var x = left
    var row = 0
    for series in figure.occurringSeries where figure.series.indices.contains(series) {
      let full = figure.series[series]
      guard !full.isEmpty else { continue }
      let name = TextWidth.shortened(full, to: Self.longestName, size: Typography.text)
      let wide = Self.symbolWidth + 6 + TextWidth.estimate(name, size: Typography.text)
      if x > left, x + wide > left + width {
        x = left
        row += 1
      }
      items.append(
        Item(
          series: series, name: name, fullName: name == full ? nil : full, left: x,
          middle: (Double(row) + 0.5) * Self.rowHeight))
      x += wide + 18
    }
    height = items.isEmpty ? 0 : Double(row + 1) * Self.rowHeight + 4
  }
}

extension Figure {
  /// Indices of the series that have marks, in order.
  var occurringSeries: [Int] {
    panels.flatMap(\.marks).reduce(into: Set<Int>()) { $0.formUnion($1.occurringSeries) }.sorted()
  }
}
