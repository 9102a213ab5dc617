/// Text of others inside HTML.
enum HTMLText {
  /// Plain text as it shows, in an element or in a quoted attribute.
  static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { special.contains($0) }) else { return text }
    var result = ""
    result.reserveCapacity(text.utf8.count + 16)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(isControl(scalar) ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }

  /// HTML without controls, which show nowhere and which a page must not have.
  static func withoutControls(_ html: String) -> String {
    String(String.UnicodeScalarView(html.unicodeScalars.map { isControl($0) ? "\u{FFFD}" : $0 }))
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
  }

  /// Bytes of which one must occur in text that needs work: C2 leads the encoding of U+0080 to U+009F.
  private static let special = Set("&<>\"'".utf8).union(0...31).union([127, 0xC2])

  /// A name for `id`, from a heading: lower-case words joined by hyphens.
  static func identifier(_ heading: String) -> String {
    heading.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
  }
}
