extension Figure {
  /// The figure as a Vega-Lite 5 specification with its data inside, as JSON text: the same panels, axes, ticks, marks,
  /// colours and hover texts as in the SVG, and a table of rows (`x`, `y`, `series`, `hover`) for each mark.
  ///
  /// - Complexity: O(marks).
  public var vegaLite: String {
    let layout = FigureLayout(self)
    let encodings = SeriesEncodings(self)
    let panels = layout.panels.map { VegaLitePanel(layout: $0, series: encodings).specification }
    let isHeatMap = layout.panels.contains { $0.colourKey != nil }
    let specification: JSON = [
      "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
      "title": [
        "text": JSON(layout.title), "subtitle": JSON(layout.subtitle), "anchor": "start", "frame": "group",
      ],
      "background": "white",
      "config": [
        "font": "Helvetica, Arial, Liberation Sans, sans-serif",
        "axis": ["labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"],
        "legend": ["labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"],
        "title": ["fontSize": 16, "subtitleFontSize": 12],
      ],
      "resolve": ["scale": ["color": isHeatMap ? "independent" : "shared"]],
      "vconcat": .array(panels),
    ]
    return specification.text + "\n"
  }
}
