extension PanelLayout {
  /// Dashed lines and, above everything, their labels with a rim of the background's colour.
  var rules: [XMLElement] {
    let layouts = ruleLayouts
    guard !layouts.isEmpty else { return [] }
    let lines = layouts.map { rule in
      let path = rule.path.map { "\(coordinate($0.x)) \(coordinate($0.y))" }.joined(separator: "L")
      return XMLElement("path", ["class": "rule", "d": "M\(path)"]).hover(rule.fullLabel ?? rule.label)
    }
    let labels = layouts.filter { !$0.label.isEmpty }.map { rule in
      XMLElement.text(rule.label, x: rule.labelBox.left, y: rule.labelBox.bottom - 4, class: "rule-label")
    }
    return [XMLElement("g", ["class": "rules"], lines + labels)]
  }
}
