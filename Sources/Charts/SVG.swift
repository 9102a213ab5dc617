extension Figure {
  /// The figure as a self-contained SVG document, 640 units wide: no script, no other file, letters of at least 12 units,
  /// light or dark as the reader's browser asks. Every mark carries its hover text.
  ///
  /// What has no place on its axes (not finite, not positive on a logarithmic axis, outside the bands) is left out; a
  /// panel without data says so. Classes and ids begin with the figure's name, so that documents can be put into one
  /// HTML page.
  ///
  /// - Complexity: O(marks).
  public var svg: String {
    let layout = FigureLayout(self)
    let prefix = XMLText.identifier(name)
    let size = (width: coordinate(FigureLayout.width), height: coordinate(layout.height.rounded(.up)))
    var root = XMLElement(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "class": "picture", "width": size.width, "height": size.height,
        "viewBox": "0 0 \(size.width) \(size.height)", "role": "img", "aria-labelledby": "heading description",
      ],
      [
        XMLElement("title", ["id": "heading"], text: title),
        XMLElement("desc", ["id": "description"], text: description),
      ])
    var style = XMLElement("style")
    style.children = [.raw(StyleSheet.text(prefix: prefix, series: occurringSeries))]
    let definitions = layout.definitions
    let body =
      [style] + (definitions.isEmpty ? [] : [XMLElement("defs", [:], definitions)])
      + [XMLElement("rect", ["class": "background", "width": size.width, "height": size.height, "rx": "6"])]
      + layout.heading
      + layout.legend.elements(top: layout.legendTop, symbols: LegendSymbols(layout))
      + layout.panels.map { $0.element(isHatched: layout.isHatched) }
    root.children += body.map { .element($0) }
    return root.rendered(prefix: prefix) + "\n"
  }

  /// For readers who cannot see it.
  private var description: String {
    let axes = panels.map { "\($0.title.map { "\($0): " } ?? "")\($0.y.label) against \($0.x.label)." }
    return ([subtitle].compactMap(\.self) + axes).joined(separator: " ")
  }
}

extension FigureLayout {
  /// Series that have bars.
  fileprivate var barSeries: Set<Int> { Set(panels.flatMap(\.panel.marks).flatMap(\.allBars).map(\.series)) }

  /// Whether bars need hatching to tell series apart.
  var isHatched: Bool { barSeries.count > 1 }

  fileprivate var definitions: [XMLElement] {
    (isHatched ? Hatch.definitions(barSeries) : [])
      + (panels.contains { $0.colourKey != nil } ? [ColourKey.gradient] : [])
  }

  /// Title and subtitle.
  fileprivate var heading: [XMLElement] {
    let titleLine = Typography.lineHeight(Typography.title)
    let textLine = Typography.lineHeight(Typography.text)
    let subtitleTop = 12 + Double(title.count) * titleLine
    return title.enumerated().map { index, line in
      .text(line, x: Self.margin, y: 12 + Double(index + 1) * titleLine - 6, class: "title")
    }
      + subtitle.enumerated().map { index, line in
        .text(line, x: Self.margin, y: subtitleTop + Double(index + 1) * textLine - 4, class: "subtitle")
      }
  }
}
