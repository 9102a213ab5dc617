extension VegaLitePanel {
  /// Coloured rectangles with their values in them.
  func layers(_ cells: [Cell], _ meaning: String) -> [JSON] {
    guard let key = layout.colourKey else { return [] }
    let rows = cells.map { cell -> JSON in
      [
        "x": x.value(Double(cell.column)), "y": y.value(Double(cell.row)), "value": .number(cell.value),
        "text": .string(cell.text), "hover": .string(cell.hover),
        "onDark": .bool(Viridis.ink(on: Viridis.colour(key.fraction(cell.value))) == .white),
      ]
    }
    // A domain of one value has no middle.
    let room = key.low == key.high ? max(abs(key.low), 1) / 2 : 0
    let scale: JSON = [
      "domain": [.number(key.low - room), .number(key.high + room)],
      "range": JSON(Viridis.anchors.map(\.code)), "interpolate": "rgb",
    ]
    let colour: JSON = [
      "field": "value", "type": "quantitative", "scale": scale,
      "legend": ["title": JSON(TextLines.of(meaning, width: 200)), "orient": "bottom", "direction": "horizontal"],
    ]
    let rectangles = layer(["type": "rect"], rows, ["color": colour])
    guard layout.cellTextFits(cells) else { return [rectangles] }
    let ink: JSON = ["condition": ["test": "datum.onDark", "value": "white"], "value": "black"]
    let text: JSON = ["field": "text", "type": "nominal"]
    return [rectangles, layer(["type": "text", "fontSize": 12], rows, ["text": text, "color": ink])]
  }
}
