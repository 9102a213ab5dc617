/// How a series is told from the others: by colour, by the shape of its points, by the dashes of its lines and by the
/// hatching of its bars, so that colour is never the only cue.
struct SeriesStyle: Equatable {
  var colour: Colour
  var shape: MarkerShape
  /// Lengths of strokes and gaps; empty for a solid line.
  var dashes: [Int]

  /// Of a series; from the ninth on they begin again.
  static func of(_ series: Int) -> SeriesStyle { all[abs(series) % all.count] }

  /// The colours follow Okabe and Ito (2008) in hue, changed in lightness so that each has a contrast of 3 or more
  /// both on white and on #0d1117, GitHub's dark page. Simulated protanopia and deuteranopia (Machado et al. 2009) leave
  /// any two of them at least 18 apart in CIELAB, the first three 45.
  static let all: [SeriesStyle] = [
    SeriesStyle(colour: Colour(0x0072B2), shape: .circle, dashes: []),
    SeriesStyle(colour: Colour(0xD55E00), shape: .square, dashes: [7, 3]),
    SeriesStyle(colour: Colour(0x316C5C), shape: .triangleUp, dashes: [2, 3]),
    SeriesStyle(colour: Colour(0xCB79A7), shape: .diamond, dashes: [9, 3, 2, 3]),
    SeriesStyle(colour: Colour(0x6D6433), shape: .triangleDown, dashes: [12, 4]),
    SeriesStyle(colour: Colour(0x0363D8), shape: .cross, dashes: [5, 2, 1, 2, 1, 2]),
    SeriesStyle(colour: Colour(0x9C9650), shape: .triangleRight, dashes: [1, 3]),
    SeriesStyle(colour: Colour(0x949680), shape: .triangleLeft, dashes: [4, 6]),
  ]
}
