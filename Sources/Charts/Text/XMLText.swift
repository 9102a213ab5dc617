/// Text inside XML.
enum XMLText {
  /// The text with markup escaped; characters that XML 1.0 forbids become U+FFFD.
  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return result
  }

  /// The text as a name of classes and ids in XML, CSS and URLs: lower-case letters, digits and hyphens, a letter first.
  static func identifier(_ text: String) -> String {
    let kept = String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? Character($0.lowercased()) : "-" })
    return kept.first?.isLetter == true ? kept : "figure-\(kept)"
  }

  /// Production `Char` of XML 1.0.
  static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD, 0x20...0xFFFD: true
    default: scalar.value > 0xFFFF
    }
  }
}
