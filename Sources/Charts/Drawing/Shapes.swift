extension XMLElement {
  /// Text whose baseline begins, or ends or has its middle, at a place.
  static func text(_ text: String, x: Double, y: Double, class names: String = "") -> XMLElement {
    let element = XMLElement("text", ["x": coordinate(x), "y": coordinate(y)], text: text)
    return names.isEmpty ? element : element.with("class", names)
  }

  static func line(x1: Double, y1: Double, x2: Double, y2: Double, class names: String) -> XMLElement {
    XMLElement(
      "path", ["class": names, "d": "M\(coordinate(x1)) \(coordinate(y1))L\(coordinate(x2)) \(coordinate(y2))"])
  }

  static func rectangle(_ box: Box) -> XMLElement {
    XMLElement(
      "rect",
      [
        "x": coordinate(box.left), "y": coordinate(box.top), "width": coordinate(box.width),
        "height": coordinate(box.height),
      ])
  }
}
