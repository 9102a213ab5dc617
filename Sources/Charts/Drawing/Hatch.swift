/// Hatching of bars: thin lines of the background's colour over that of the series.
enum Hatch {
  /// What fills the bars of a series: its colour, or its hatching where bars of several series stand in the figure.
  static func fill(_ series: Int, isHatched: Bool) -> String {
    isHatched && kind(series) > 0 ? "url(#hatch-\(kind(series)))" : "currentColor"
  }

  /// Patterns of the series that have bars.
  static func definitions(_ series: some Sequence<Int>) -> [XMLElement] {
    Set(series.map(kind)).sorted().filter { $0 > 0 }.map { kind in
      XMLElement(
        "pattern",
        [
          "id": "hatch-\(kind)", "class": "series-\(kind)", "patternUnits": "userSpaceOnUse", "width": "8",
          "height": "8",
        ],
        [
          XMLElement("rect", ["width": "8", "height": "8", "fill": "currentColor"]),
          XMLElement("path", ["class": "hatch", "d": lines[kind]]),
        ])
    }
  }

  private static func kind(_ series: Int) -> Int { abs(series) % SeriesStyle.all.count }

  /// In a square of side 8 that repeats. The first series is solid.
  private static let lines = [
    "", "M-2 2l4-4M0 8l8-8M6 10l4-4", "M-2 6l4 4M0 0l8 8M6-2l4 4", "M0 4h8", "M4 0v8",
    "M2 2h1M6 6h1", "M0 0l8 8M0 8l8-8", "M0 4h8M4 0v8",
  ]
}
