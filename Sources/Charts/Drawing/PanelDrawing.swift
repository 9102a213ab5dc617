extension PanelLayout {
  /// The panel as a group, moved to its place.
  func element(isHatched: Bool) -> XMLElement {
    let marks = panel.marks.filter { !$0.isRule }.flatMap { elements($0, isHatched: isHatched) }
    var parts = heading + [grid, XMLElement("g", ["class": "marks"], marks)]
    if let zeroLine { parts.append(zeroLine) }
    parts += [XMLElement.rectangle(plot).with("class", "plot"), xAxis, yAxis]
    if panel.showsData {
      parts += rules
    } else {
      parts.append(.text("nothing to show", x: width / 2, y: height / 2, class: "nothing middle"))
    }
    if let colourKey { parts.append(colourKey.element(left: 0, top: height + below - colourKey.height)) }
    let place = "translate(\(coordinate(left)) \(coordinate(top)))"
    return XMLElement("g", ["class": "panel", "transform": place], parts)
  }

  /// Title and the y axis' name, above the plot.
  private var heading: [XMLElement] {
    let titleLine = Typography.lineHeight(Typography.panelTitle)
    let textLine = Typography.lineHeight(Typography.text)
    let x = FigureLayout.margin - left
    let nameTop = -above + Double(title.count) * titleLine
    return title.enumerated().map { index, line in
      .text(line, x: x, y: -above + Double(index + 1) * titleLine - 5, class: "panel-title")
    }
      + y.name.enumerated().map { index, line in
        .text(line, x: x, y: nameTop + Double(index + 1) * textLine - 4, class: "name")
      }
  }

  /// Lines at the labelled ticks of continuous axes.
  private var grid: XMLElement {
    func places(_ axis: AxisLayout) -> [Double] {
      guard axis.scale.scale.isContinuous else { return [] }
      return axis.ticks.filter { $0.label != nil }.map { axis.scale.place($0.value) }
    }
    let vertical = places(x).map { "M\(coordinate($0)) 0V\(coordinate(height))" }
    let horizontal = places(y).map { "M0 \(coordinate($0))H\(coordinate(width))" }
    return XMLElement("path", ["class": "grid", "d": (vertical + horizontal).joined()])
  }

  /// Where bars go both up and down.
  private var zeroLine: XMLElement? {
    let hasBars = panel.marks.contains { !$0.allBars.isEmpty }
    guard hasBars, panel.y.scale == .linear, y.scale.low < 0, y.scale.high > 0 else { return nil }
    let zero = y.scale.place(0)
    return .line(x1: 0, y1: zero, x2: width, y2: zero, class: "zero")
  }
}
