import Foundation

@testable import Charts

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An element of a parsed SVG document.
final class SVGNode {
  let name: String
  let attributes: [String: String]
  var children: [SVGNode] = []
  var text = ""

  init(name: String, attributes: [String: String]) {
    self.name = name
    self.attributes = attributes
  }

  /// Itself and all below.
  var all: [SVGNode] { [self] + children.flatMap(\.all) }

  /// Class names without the figure's prefix.
  func classes(_ prefix: String) -> [String] {
    (attributes["class"] ?? "").split(separator: " ").map { String($0.dropFirst(prefix.count + 1)) }
  }

  /// Descendants of a class.
  func find(_ name: String, _ prefix: String) -> [SVGNode] { all.filter { $0.classes(prefix).contains(name) } }

  func number(_ attribute: String) -> Double { attributes[attribute].flatMap(Double.init) ?? .nan }

  /// What is said on hovering.
  var hover: String? { children.first { $0.name == "title" }?.text }
}

/// Reads XML with Foundation's parser; nil where it is not well-formed.
func parseSVG(_ text: String) -> SVGNode? {
  let reader = Reader()
  let parser = XMLParser(data: Data(text.utf8))
  parser.delegate = reader
  return parser.parse() ? reader.root : nil
}

private final class Reader: NSObject, XMLParserDelegate {
  var root: SVGNode?
  private var stack: [SVGNode] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    let node = SVGNode(name: name, attributes: attributes)
    stack.last?.children.append(node)
    if root == nil { root = node }
    stack.append(node)
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    stack.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) { stack.last?.text += text }
}

extension SVGNode {
  /// Outline of a rectangle, circle or path; nil for other elements.
  var outline: Box? {
    switch name {
    case "rect": Box(left: number("x"), top: number("y"), width: number("width"), height: number("height"))
    case "circle":
      Box(
        left: number("cx") - number("r"), top: number("cy") - number("r"), width: 2 * number("r"),
        height: 2 * number("r"))
    case "path": pathOutline
    default: nil
    }
  }

  /// Of M and L with absolute, m and l with relative coordinates.
  private var pathOutline: Box? {
    var places: [(x: Double, y: Double)] = []
    var place = (x: 0.0, y: 0.0)
    for part in (attributes["d"] ?? "").matches(of: /([MLml])([^MLmlz]*)/) {
      let numbers = part.2.matches(of: /-?[0-9.]+/).compactMap { Double($0.0) }
      let isRelative = part.1.first?.isLowercase == true
      for index in stride(from: 0, to: numbers.count - 1, by: 2) {
        let (x, y) = (numbers[index], numbers[index + 1])
        place = isRelative ? (place.x + x, place.y + y) : (x, y)
        // A marker's path begins by moving to its centre.
        if part.1 != "M" || (attributes["d"] ?? "").contains("L") { places.append(place) }
      }
    }
    guard let left = places.map(\.x).min(), let right = places.map(\.x).max(), let top = places.map(\.y).min(),
      let bottom = places.map(\.y).max()
    else { return nil }
    return Box(left: left, top: top, width: right - left, height: bottom - top)
  }

  /// The box of a text by the estimated widths, in the coordinates of its group.
  func textBox(_ prefix: String) -> Box {
    let names = classes(prefix)
    let size = names.contains("title") ? 16.0 : names.contains("panel-title") ? 13.0 : 12.0
    let isBold = names.contains("title") || names.contains("panel-title")
    let width = TextWidth.estimate(text, size: size, bold: isBold)
    let shift = names.contains("end") ? width : names.contains("middle") ? width / 2 : 0
    return Box(left: number("x") - shift, top: number("y") - size * 0.8, width: width, height: size)
  }

  /// Displacement of a group.
  var translation: (x: Double, y: Double) {
    let numbers = (attributes["transform"] ?? "").matches(of: /-?[0-9.]+/).compactMap { Double($0.0) }
    return numbers.count == 2 ? (numbers[0], numbers[1]) : (0, 0)
  }
}
