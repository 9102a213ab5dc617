import MatrixNorms

/// JSON text without spaces, safe inside a script element: numbers of six digits, positional arrays.
struct CompactJSON: ExpressibleByArrayLiteral, ExpressibleByNilLiteral {
  let text: String

  private init(text: String) { self.text = text }

  init(nilLiteral: ()) { self = .null }
  init(arrayLiteral elements: CompactJSON...) { self = .array(elements) }

  static let null = CompactJSON(text: "null")

  /// Null where there is none or it is not finite.
  init(_ x: Double?) { self.init(text: x.flatMap { SixDigits($0)?.text } ?? "null") }

  init(_ n: Int?) { self.init(text: n.map(String.init) ?? "null") }

  /// A number, or a string where no double holds it.
  init(_ x: UpperBound) { self.init(SixDigits(x)) }

  /// A number, or a string where no double holds it.
  init(_ digits: SixDigits) { self.init(text: digits.isDouble ? digits.text : "\"\(digits.text)\"") }

  static func array(_ elements: [CompactJSON]) -> CompactJSON {
    CompactJSON(text: "[" + elements.map(\.text).joined(separator: ",") + "]")
  }

  /// Names are our own and need no escape.
  static func object(_ members: KeyValuePairs<String, CompactJSON>) -> CompactJSON {
    CompactJSON(text: "{" + members.map { "\"\($0)\":\($1.text)" }.joined(separator: ",") + "}")
  }

  /// Null where there is none.
  static func string(_ text: String?) -> CompactJSON {
    guard let text else { return .null }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      // Nothing that ends a script or opens a comment; no control characters, no line ends of JavaScript.
      case "<", ">", "&", "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return CompactJSON(text: result + "\"")
  }
}
