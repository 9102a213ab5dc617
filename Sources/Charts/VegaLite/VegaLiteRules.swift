extension VegaLitePanel {
  /// A dashed line across the panel with its label below the upper end.
  func verticalRule(_ value: Double, _ label: String) -> [JSON] {
    let text: JSON = ["type": "text", "align": "left", "baseline": "top", "dx": 4, "y": 4, "limit": limit]
    return rule(["x": x.value(value), "label": .string(label)], .init(key: "x", value: x.encoding("x")), text)
  }

  /// A dashed line across the panel with its label above the right end.
  func horizontalRule(_ value: Double, _ label: String) -> [JSON] {
    let text: JSON = ["type": "text", "align": "right", "baseline": "bottom", "dy": -2, "x": limit, "limit": limit]
    return rule(["y": y.value(value), "label": .string(label)], .init(key: "y", value: y.encoding("y")), text)
  }

  /// The line y = x within both axes.
  func diagonal(_ label: String) -> [JSON] {
    let values = layout.diagonalValues
    guard let last = values.last else { return [] }
    func row(_ value: Double) -> JSON { ["x": .number(value), "y": .number(value), "hover": .string(label)] }
    let text: JSON = ["field": "hover", "type": "nominal"]
    return [
      layer(Self.dashed.with("type", "line"), values.map(row), [:]),
      layer(["type": "text", "align": "right", "baseline": "top", "dx": -6, "dy": 6], [row(last)], ["text": text]),
    ]
  }

  private func rule(_ row: JSON, _ place: JSON.Member, _ text: JSON) -> [JSON] {
    let label: JSON = ["field": "label", "type": "nominal"]
    let line: JSON = .object([place, .init(key: "tooltip", value: label)])
    return [
      ["data": ["values": [row]], "mark": Self.dashed.with("type", "rule"), "encoding": line],
      ["data": ["values": [row]], "mark": text, "encoding": .object([place, .init(key: "text", value: label)])],
    ]
  }

  private var limit: JSON { .number((layout.width - 4).rounded()) }

  private static let dashed: JSON = [
    "color": .string(StyleSheet.light.muted.code), "strokeDash": [5, 4], "strokeWidth": 1.2,
  ]
}
