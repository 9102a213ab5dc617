extension PanelLayout {
  /// Ticks, their labels, and the name below them.
  var xAxis: XMLElement {
    let labels = x.ticks.compactMap { tick in tick.label.map { xLabel(tick, $0) } }
    let lineHeight = Typography.lineHeight(Typography.text)
    let name = x.name.enumerated().map { index, line in
      XMLElement.text(
        line, x: width, y: height + nameBaseline + Double(index) * lineHeight, class: "name end")
    }
    let marks = x.ticks.map { "M\(coordinate(x.scale.place($0.value))) \(coordinate(height))v\(length($0))" }
    return XMLElement("g", ["class": "x-axis"], [ticks(marks)] + labels + name)
  }

  /// Ticks and their labels.
  var yAxis: XMLElement {
    let labels = y.ticks.compactMap { tick in
      tick.label.map {
        XMLElement.text(
          $0, x: -AxisLayout.tickGap, y: y.scale.place(tick.value) + Typography.middle, class: "end"
        )
        .hover(tick.fullLabel ?? "")
      }
    }
    let marks = y.ticks.map { "M0 \(coordinate(y.scale.place($0.value)))h-\(length($0))" }
    return XMLElement("g", ["class": "y-axis"], [ticks(marks)] + labels)
  }

  private func xLabel(_ tick: Tick, _ label: String) -> XMLElement {
    let place = x.scale.place(tick.value)
    let top = height + AxisLayout.tickGap
    let baseline = top + (x.isSlanted ? Typography.middle : 2 * Typography.middle + 1)
    let text = XMLElement.text(label, x: place, y: baseline, class: x.isSlanted ? "end" : "middle")
    let turned =
      x.isSlanted ? text.with("transform", "rotate(-45 \(coordinate(place)) \(coordinate(top)))") : text
    return turned.hover(tick.fullLabel ?? "")
  }

  private func ticks(_ marks: [String]) -> XMLElement { XMLElement("path", ["class": "ticks", "d": marks.joined()]) }

  /// Minor ticks are shorter.
  private func length(_ tick: Tick) -> Int { tick.label == nil ? 3 : 5 }
}
