/// A panel as a layered view of Vega-Lite.
struct VegaLitePanel {
  let layout: PanelLayout
  let series: SeriesEncodings
  let x: VegaLiteAxis
  let y: VegaLiteAxis

  init(layout: PanelLayout, series: SeriesEncodings) {
    self.layout = layout
    self.series = series
    x = VegaLiteAxis(layout.panel.x, layout.x, isVertical: false)
    y = VegaLiteAxis(layout.panel.y, layout.y, isVertical: true)
  }

  var specification: JSON {
    let layers = layout.panel.showsData ? layout.panel.marks.flatMap(layers) : [nothing]
    return [
      "title": layout.title.isEmpty ? nil : ["text": JSON(layout.title), "fontSize": 13, "anchor": "start"],
      "width": .number(layout.width.rounded()), "height": .number(layout.height.rounded()), "layer": .array(layers),
    ]
  }

  private var nothing: JSON {
    [
      "data": ["values": [[:]]],
      "mark": ["type": "text", "text": "nothing to show"],
    ]
  }

  private func layers(_ mark: Mark) -> [JSON] {
    switch mark {
    case .points(let points, let series):
      [layer(points, series, size: points.count > PanelLayout.many ? 20 : 50, opacity: 0.85)]
    case .line(let points, let series):
      [line(points, series), layer(points, series, size: 28, opacity: layout.isDense(points) ? 0 : 1)]
    case .bars(let bars): [layer(bars, isStacked: false)]
    case .stack(let bars): [layer(bars, isStacked: true)]
    case .cells(let cells, let meaning): layers(cells, meaning)
    case .verticalRule(let value, let label): verticalRule(value, label)
    case .horizontalRule(let value, let label): horizontalRule(value, label)
    case .diagonal(let label): diagonal(label)
    }
  }

  private func layer(_ points: [Point], _ series: Int, size: Double, opacity: Double) -> JSON {
    layer(
      ["type": "point", "filled": true, "size": .number(size), "opacity": .number(opacity)], rows(points, series),
      ["color": self.series.colour, "shape": self.series.shape])
  }

  private func line(_ points: [Point], _ series: Int) -> JSON {
    layer(
      ["type": "line"], rows(points, series),
      [
        "color": self.series.colour, "strokeDash": self.series.dashes,
        "order": ["field": "index", "type": "quantitative"],
      ])
  }

  private func rows(_ points: [Point], _ series: Int) -> [JSON] {
    points.enumerated().map { index, point in
      [
        "index": .number(Double(index)), "x": x.value(point.x), "y": y.value(point.y),
        "series": self.series.name(series),
        "hover": .string(point.hover),
      ]
    }
  }

  /// Columns `x`, `low`, `high`, `series`, `hover`.
  private func layer(_ bars: [Bar], isStacked: Bool) -> JSON {
    let base = layout.panel.y.scale == .logarithmic ? layout.y.scale.domain.lowerBound : 0
    let rows = bars.map { bar -> JSON in
      [
        "x": x.value(Double(bar.band)), "low": .number(bar.low ?? base), "high": .number(bar.high),
        "series": series.name(bar.series), "hover": .string(bar.hover),
      ]
    }
    let encoding: JSON = [
      "x": x.encoding("x"), "y": y.encoding("high").with("stack", nil), "y2": ["field": "low"],
      "color": series.colour, "tooltip": Self.tooltip,
    ]
    let isGrouped = !isStacked && layout.barPlaces.count > 1
    let offset: JSON = ["field": "series", "scale": ["domain": series.domain(layout.barPlaces)]]
    return [
      "data": ["values": .array(rows)], "mark": ["type": "bar"],
      "encoding": isGrouped ? encoding.with("xOffset", offset) : encoding,
    ]
  }

  func layer(_ mark: JSON, _ rows: [JSON], _ extra: KeyValuePairs<String, JSON>) -> JSON {
    let encoding: JSON = ["x": x.encoding("x"), "y": y.encoding("y"), "tooltip": Self.tooltip]
    return [
      "data": ["values": .array(rows)], "mark": mark,
      "encoding": extra.reduce(encoding) { $0.with($1.key, $1.value) },
    ]
  }

  static let tooltip: JSON = ["field": "hover", "type": "nominal"]
}
