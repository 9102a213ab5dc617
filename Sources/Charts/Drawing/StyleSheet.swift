/// Colours and letters of a picture, for light and dark pages. Values stand in the rules themselves: some programs that
/// read SVG know no custom properties.
enum StyleSheet {
  /// GitHub's page colours; ink and muted text have a contrast of 4.5 or more on them.
  struct Theme {
    var background: Colour
    var ink: Colour
    var muted: Colour
    var frame: Colour
    var grid: Colour
    /// How much of white is mixed into the colours of series.
    var lightening: Double

    func colour(ofSeries series: Int) -> Colour {
      SeriesStyle.of(series).colour.mixed(with: .white, fraction: lightening)
    }
  }

  static let light = Theme(
    background: .white, ink: Colour(0x1F2328), muted: Colour(0x59636E), frame: Colour(0x818B98),
    grid: Colour(0xE3E8ED), lightening: 0)
  static let dark = Theme(
    background: Colour(0x0D1117), ink: Colour(0xE6EDF3), muted: Colour(0x9198A1), frame: Colour(0x656C76),
    grid: Colour(0x262C36), lightening: 0.2)

  /// The sheet for a figure whose classes begin with the prefix, with the series that occur.
  static func text(prefix: String, series: [Int]) -> String {
    func rules(_ pairs: [(String, String)]) -> String {
      pairs.map { names, body in
        names.split(separator: " ").map { ".\(prefix)-\($0)" }.joined(separator: ",") + "{\(body)}"
      }
      .joined(separator: "\n")
    }
    func sheet(_ theme: Theme) -> String {
      let kinds = Set(series.map { abs($0) % SeriesStyle.all.count }).sorted()
      return rules(kinds.map { ("series-\($0)", "color:\(theme.colour(ofSeries: $0).code)") } + colours(theme))
    }
    return """

      \(rules([("picture", "max-width:100%;height:auto;font:12px Helvetica,Arial,Liberation Sans,sans-serif")] + shapes))
      \(sheet(light))
      @media (prefers-color-scheme:dark){
      \(sheet(dark))
      }

      """
  }

  private static let shapes = [
    ("title", "font-size:16px;font-weight:bold"),
    ("panel-title", "font-size:13px;font-weight:bold"),
    ("middle", "text-anchor:middle"),
    ("end", "text-anchor:end"),
    ("points", "fill:currentColor;fill-opacity:.85;stroke-width:.6"),
    ("unseen", "fill-opacity:0"),
    ("line", "fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round"),
    ("grid ticks", "fill:none;stroke-width:1"),
    ("hatch", "stroke-width:1.2"),
    ("cell-text rule-label", "pointer-events:none"),
    ("cell-text", "stroke:none"),
    ("rule", "fill:none;stroke-width:1.2;stroke-dasharray:5 4"),
    ("rule-label", "paint-order:stroke;stroke-width:3.5;stroke-linejoin:round"),
  ]

  private static func colours(_ theme: Theme) -> [(String, String)] {
    [
      ("background", "fill:\(theme.background.code)"),
      ("plot", "fill:none;stroke:\(theme.frame.code)"),
      ("title panel-title legend", "fill:\(theme.ink.code)"),
      ("subtitle name x-axis y-axis nothing colour-key", "fill:\(theme.muted.code)"),
      ("grid", "stroke:\(theme.grid.code)"),
      ("ticks", "stroke:\(theme.frame.code)"),
      ("points bars stack cells hatch", "stroke:\(theme.background.code)"),
      ("rule zero", "stroke:\(theme.muted.code)"),
      ("rule-label", "fill:\(theme.ink.code);stroke:\(theme.background.code)"),
    ]
  }
}
