/// One axis as a position encoding of Vega-Lite.
struct VegaLiteAxis {
  let axis: Axis
  let layout: AxisLayout
  /// Unique names of bands; empty on a continuous axis.
  private let bands: [String]
  private let isVertical: Bool

  init(_ axis: Axis, _ layout: AxisLayout, isVertical: Bool) {
    self.axis = axis
    self.layout = layout
    self.isVertical = isVertical
    bands = if case .bands(let names) = axis.scale { uniqueNames(names) } else { [] }
  }

  /// A value as it stands in a row: a number, or the name of a band.
  func value(_ value: Double) -> JSON {
    bands.isEmpty ? .number(value) : .string(bands[Int(value.rounded())])
  }

  /// The encoding of a column of the rows.
  func encoding(_ field: String) -> JSON {
    let title: JSON = axis.label.isEmpty ? nil : JSON(TextLines.of(axis.label, width: layout.length))
    guard bands.isEmpty else {
      // The first category is at the top, the first band at the bottom.
      let domain = JSON(isVertical ? bands.reversed() : bands)
      let scale: JSON = ["domain": domain]
      return [
        "field": .string(field), "type": "ordinal", "title": title, "scale": scale,
        "axis": ["labelLimit": 120, "labelOverlap": true, "labelAngle": layout.isSlanted ? -45 : 0],
      ]
    }
    let type: JSON = axis.scale == .logarithmic ? "log" : "linear"
    let domain = layout.scale.domain
    let scale: JSON = [
      "type": type, "domain": [.number(domain.lowerBound), .number(domain.upperBound)], "nice": false, "zero": false,
    ]
    return [
      "field": .string(field), "type": "quantitative", "title": title, "scale": scale, "axis": ticks,
    ]
  }

  private var ticks: JSON {
    let labelled = layout.ticks.filter { $0.label != nil }
    let values = JSON(labelled.map(\.value))
    let labels = JSON(labelled.compactMap(\.label))
    return [
      "values": values, "labelExpr": .string("\(labels.text)[indexof(\(values.text), datum.value)]"),
    ]
  }
}

extension AxisLayout {
  var length: Double { abs(scale.end - scale.start) }
}

/// Titles of Vega-Lite are not wrapped by themselves.
enum TextLines {
  static func of(_ text: String, width: Double) -> [String] {
    TextWidth.wrapped(text, to: width, size: Typography.text)
  }
}
