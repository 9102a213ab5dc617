/// The colours of a heat map with their meaning.
struct ColourKey: Equatable {
  var meaning: [String]
  /// The values at either end of the scale.
  var low: Double
  var high: Double
  var width: Double

  /// Of the strip of colours.
  static let stripWidth = 160.0

  /// Of a panel's cells; nil where there are none.
  init?(_ marks: [Mark], width: Double) {
    var values: [Double] = []
    var meanings: [String] = []
    for case .cells(let cells, let meaning) in marks {
      values += cells.map(\.value)
      if !meanings.contains(meaning) { meanings.append(meaning) }
    }
    guard let low = values.min(), let high = values.max() else { return nil }
    self.low = low
    self.high = high
    self.width = width
    meaning = TextWidth.wrapped(meanings.joined(separator: "; "), to: width, size: Typography.text)
  }

  var height: Double { Double(meaning.count + 1) * Typography.lineHeight(Typography.text) + 14 }

  /// From 0 at the lowest value to 1; the middle where all are equal.
  func fraction(_ value: Double) -> Double {
    low == high ? 0.5 : (value / 2 - low / 2) / (high / 2 - low / 2)
  }
}
