extension PanelLayout {
  /// A mark other than a rule, in groups of one series each.
  func elements(_ mark: Mark, isHatched: Bool) -> [XMLElement] {
    switch mark {
    case .points(let points, let series):
      [markers(points, series, radius: points.count > Self.many ? 2.6 : 4)]
    case .line(let points, let series):
      // Dots that would cover the line and its dashes are there for hovering only.
      isDense(points)
        ? [path(points, series), markers(points, series, radius: 3, kind: "unseen")]
        : [path(points, series), markers(points, series, radius: 3)]
    case .bars(let bars): groups(bars, kind: "bars", isHatched: isHatched, box: sideBySide)
    case .stack(let bars): groups(bars, kind: "stack", isHatched: isHatched, box: stacked)
    case .cells(let cells, _): [XMLElement("g", ["class": "cells"], elements(cells))]
    case .verticalRule, .horizontalRule, .diagonal: []
    }
  }

  /// Above it, markers are smaller, as they cover each other.
  static let many = 200

  private func place(_ point: Point) -> (x: Double, y: Double) { (x.scale.place(point.x), y.scale.place(point.y)) }

  private func markers(_ points: [Point], _ series: Int, radius: Double, kind: String = "points") -> XMLElement {
    let style = SeriesStyle.of(series)
    let markers = points.map { point in
      let place = place(point)
      return style.shape.element(x: place.x, y: place.y, radius: radius).hover(point.hover)
    }
    return XMLElement("g", ["class": "\(Self.name(series)) \(kind)"], markers)
  }

  private func path(_ points: [Point], _ series: Int) -> XMLElement {
    let places = points.map { point in
      let place = place(point)
      return "\(coordinate(place.x)) \(coordinate(place.y))"
    }
    let line = XMLElement("path", ["class": "\(Self.name(series)) line", "d": "M" + places.joined(separator: "L")])
    let dashes = SeriesStyle.of(series).dashes
    return dashes.isEmpty ? line : line.with("stroke-dasharray", dashes.map(String.init).joined(separator: " "))
  }

  /// Whether dots of the usual size would cover the line.
  func isDense(_ points: [Point]) -> Bool { width / Double(points.count) < 9 }

  private func groups(
    _ bars: [Bar], kind: String, isHatched: Bool, box: (Bar) -> Box
  ) -> [XMLElement] {
    Set(bars.map(\.series)).sorted().map { series in
      XMLElement(
        "g",
        ["class": "\(Self.name(series)) \(kind)", "fill": Hatch.fill(series, isHatched: isHatched)],
        bars.filter { $0.series == series }.map { XMLElement.rectangle(box($0)).hover($0.hover) })
    }
  }

  static func name(_ series: Int) -> String { "series-\(abs(series) % SeriesStyle.all.count)" }
}
