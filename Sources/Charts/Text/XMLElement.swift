/// An element of an SVG document.
///
/// Classes, ids and references are written without the figure's name; rendering puts it before them, so that several
/// pictures can stand in one HTML page.
struct XMLElement: Equatable {
  var name: String
  var attributes: [Attribute]
  var children: [Node]

  struct Attribute: Equatable {
    var name: String
    var value: String
  }

  enum Node: Equatable {
    case element(XMLElement)
    case text(String)
    /// A style sheet: its classes carry the figure's name already.
    case raw(String)
  }

  init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [XMLElement] = []) {
    self.name = name
    self.attributes = attributes.map { Attribute(name: $0.key, value: $0.value) }
    self.children = children.map { .element($0) }
  }

  init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String) {
    self.init(name, attributes)
    children = [.text(text)]
  }

  /// The same with another attribute.
  func with(_ name: String, _ value: String) -> XMLElement {
    var result = self
    result.attributes.append(Attribute(name: name, value: value))
    return result
  }

  /// The same with a text that browsers show on hovering; nothing where it is empty.
  func hover(_ text: String) -> XMLElement {
    guard !text.isEmpty else { return self }
    var result = self
    result.children.append(.element(XMLElement("title", text: text)))
    return result
  }

  /// The document's text; every class and id begins with the prefix.
  func rendered(prefix: String) -> String {
    var text = ""
    render(into: &text, prefix: prefix)
    return text
  }

  private func render(into output: inout String, prefix: String) {
    output += "<\(name)"
    for attribute in attributes {
      output += " \(attribute.name)=\"\(XMLText.escaped(attribute.prefixed(by: prefix)))\""
    }
    guard !children.isEmpty else {
      output += "/>"
      return
    }
    output += ">"
    let isBlock = Self.blocks.contains(name)
    if isBlock { output += "\n" }
    for child in children {
      switch child {
      case .element(let element): element.render(into: &output, prefix: prefix)
      case .text(let text): output += XMLText.escaped(text)
      case .raw(let text): output += text
      }
      if isBlock { output += "\n" }
    }
    output += "</\(name)>"
  }

  /// Elements whose children stand on lines of their own.
  private static let blocks: Set<String> = ["svg", "g", "defs"]
}

extension XMLElement.Attribute {
  fileprivate func prefixed(by prefix: String) -> String {
    switch name {
    case "class", "id", "aria-labelledby":
      value.split(separator: " ").map { "\(prefix)-\($0)" }.joined(separator: " ")
    case "fill" where value.hasPrefix("url(#"): "url(#\(prefix)-\(value.dropFirst(5))"
    default: value
    }
  }
}
