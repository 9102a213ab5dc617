/// What series look like in a figure: each by the first of bars, line and points that it has.
struct LegendSymbols {
  private let bars: Set<Int>
  private let lines: Set<Int>
  private let isHatched: Bool

  init(_ layout: FigureLayout) {
    let marks = layout.panels.flatMap(\.panel.marks)
    bars = Set(marks.flatMap(\.allBars).map(\.series))
    lines = Set(marks.compactMap { if case .line(_, let series) = $0 { series } else { nil } })
    isHatched = layout.isHatched
  }

  /// The symbol, centred in the room for it.
  func element(_ series: Int, left: Double, middle: Double) -> XMLElement {
    let centre = left + LegendLayout.symbolWidth / 2
    let style = SeriesStyle.of(series)
    let group = ["class": PanelLayout.name(series)] as KeyValuePairs
    if bars.contains(series) {
      let swatch = XMLElement.rectangle(Box(left: left + 4, top: middle - 7, width: 18, height: 14))
      return XMLElement("g", group, [swatch.with("fill", Hatch.fill(series, isHatched: isHatched))])
    }
    let marker = style.shape.element(x: centre, y: middle, radius: lines.contains(series) ? 3 : 4)
      .with("class", "points")
    guard lines.contains(series) else { return XMLElement("g", group, [marker]) }
    let line = XMLElement.line(
      x1: left, y1: middle, x2: left + LegendLayout.symbolWidth, y2: middle, class: "line")
    let dashes = style.dashes.map(String.init).joined(separator: " ")
    return XMLElement("g", group, [dashes.isEmpty ? line : line.with("stroke-dasharray", dashes), marker])
  }
}

extension LegendLayout {
  /// The legend as a group; nothing where no series has a name.
  func elements(top: Double, symbols: LegendSymbols) -> [XMLElement] {
    guard !items.isEmpty else { return [] }
    let parts = items.flatMap { item in
      let middle = top + item.middle
      return [
        symbols.element(item.series, left: item.left, middle: middle),
        XMLElement.text(
          item.name, x: item.left + Self.symbolWidth + 6, y: middle + Typography.middle
        ).hover(item.fullName ?? ""),
      ]
    }
    return [XMLElement("g", ["class": "legend"], parts)]
  }
}
