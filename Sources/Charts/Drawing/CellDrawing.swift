extension PanelLayout {
  /// Coloured rectangles with their texts, where all of these fit.
  func elements(_ cells: [Cell]) -> [XMLElement] {
    let size = (width: x.scale.bandWidth, height: y.scale.bandWidth)
    let textFits = cellTextFits(cells)
    return cells.flatMap { cell in
      let centre = (x: x.scale.place(Double(cell.column)), y: y.scale.place(Double(cell.row)))
      let colour = Viridis.colour(colourKey?.fraction(cell.value) ?? 0.5)
      let box = Box(
        left: centre.x - size.width / 2, top: centre.y - size.height / 2, width: size.width, height: size.height)
      let rectangle = XMLElement.rectangle(box).with("fill", colour.code).hover(cell.hover)
      guard textFits, !cell.text.isEmpty else { return [rectangle] }
      // Pointers go through the text to the cell, whose hover text is shown then.
      let text = XMLElement.text(cell.text, x: centre.x, y: centre.y + Typography.middle, class: "middle cell-text")
      return [rectangle, text.with("fill", Viridis.ink(on: colour).code)]
    }
  }
}

extension PanelLayout {
  /// Whether every text has room in its cell.
  func cellTextFits(_ cells: [Cell]) -> Bool {
    BandTicks.widest(cells.map(\.text)) + 4 <= x.scale.bandWidth && Typography.text + 2 <= y.scale.bandWidth
  }
}

extension ColourKey {
  /// Viridis from left to right.
  static var gradient: XMLElement {
    let last = Double(Viridis.anchors.count - 1)
    return XMLElement(
      "linearGradient", ["id": "viridis"],
      Viridis.anchors.enumerated().map { index, colour in
        XMLElement("stop", ["offset": "\(coordinate(Double(index) / last * 100))%", "stop-color": colour.code])
      })
  }

  /// The meaning, and below it the strip of colours between its lowest and highest value.
  func element(left: Double, top: Double) -> XMLElement {
    let lineHeight = Typography.lineHeight(Typography.text)
    let lines = meaning.enumerated().map { index, line in
      XMLElement.text(line, x: left, y: top + Double(index + 1) * lineHeight, class: "colour-meaning")
    }
    let baseline = top + Double(meaning.count + 1) * lineHeight + 4
    let lowText = Self.text(low)
    let stripLeft = left + TextWidth.estimate(lowText, size: Typography.text) + 6
    let strip = XMLElement.rectangle(
      Box(left: stripLeft, top: baseline - 10, width: Self.stripWidth, height: 10)
    ).with("fill", "url(#viridis)")
    return XMLElement(
      "g", ["class": "colour-key"],
      lines + [
        .text(lowText, x: left, y: baseline), strip,
        .text(Self.text(high), x: stripLeft + Self.stripWidth + 6, y: baseline),
      ])
  }

  /// Three significant digits.
  static func text(_ value: Double) -> String {
    DecimalNumber(rounding: value, digits: 3).text
  }
}
