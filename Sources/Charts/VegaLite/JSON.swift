/// A JSON value whose members keep their order.
enum JSON: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([Member])

  struct Member: Sendable, Equatable {
    var key: String
    var value: JSON
  }

  /// In lines of about a hundred characters, as far as values can be broken.
  ///
  /// - Precondition: numbers are finite.
  /// - Complexity: O(length · depth).
  var text: String { text(indentation: "") }

  private func text(indentation: String) -> String {
    let short = compact
    if short.utf8.count <= 100 { return short }
    let inner = indentation + "  "
    switch self {
    case .array(let elements):
      let lines = elements.map { inner + $0.text(indentation: inner) }
      return "[\n\(lines.joined(separator: ",\n"))\n\(indentation)]"
    case .object(let members):
      let lines = members.map { inner + Self.quoted($0.key) + ": " + $0.value.text(indentation: inner) }
      return "{\n\(lines.joined(separator: ",\n"))\n\(indentation)}"
    case .null, .bool, .number, .string: return short
    }
  }

  private var compact: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let value): Self.shortest(value)
    case .string(let value): Self.quoted(value)
    case .array(let elements): "[\(elements.map(\.compact).joined(separator: ", "))]"
    case .object(let members):
      "{\(members.map { "\(Self.quoted($0.key)): \($0.value.compact)" }.joined(separator: ", "))}"
    }
  }

  /// The shortest digits that give the same double.
  private static func shortest(_ value: Double) -> String {
    precondition(value.isFinite)
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\t": result += "\\t"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      // Programs that draw the specification write the text into XML.
      default: result.unicodeScalars.append(XMLText.isAllowed(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return result + "\""
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  init(stringLiteral value: String) { self = .string(value) }
  init(floatLiteral value: Double) { self = .number(value) }
  init(integerLiteral value: Int) { self = .number(Double(value)) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(arrayLiteral elements: JSON...) { self = .array(elements) }
  init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member(key: $0.0, value: $0.1) })
  }
  init(nilLiteral: ()) { self = .null }

  init(_ strings: [String]) { self = .array(strings.map { .string($0) }) }
  init(_ numbers: [Double]) { self = .array(numbers.map { .number($0) }) }

  /// An object with one more member.
  func with(_ key: String, _ value: JSON) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(members + [Member(key: key, value: value)])
  }
}
