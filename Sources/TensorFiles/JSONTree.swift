/// A JSON document as a value, read by the strict parser: keys are unique, nesting and size are limited.
package enum JSONTree: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([JSONTree])
  case object([String: JSONTree])

  /// More values than any honest configuration has; bounds the memory, which is a multiple of the text's.
  static let valueLimit = 1_000_000
  static let depthLimit = 64

  /// Reads a document. O(length).
  package init(parsing text: String) throws(HeaderSyntaxError) {
    var reader = JSONReader(Array(text.utf8))
    var valueCount = 0
    self = try Self.value(&reader, depth: 0, &valueCount)
    try reader.end()
  }

  private static func value(
    _ reader: inout JSONReader, depth: Int, _ count: inout Int
  ) throws(HeaderSyntaxError) -> JSONTree {
    count += 1
    guard depth < depthLimit else {
      throw .init(offset: reader.position, reason: "nested more than \(depthLimit) deep")
    }
    guard count <= valueLimit else {
      throw .init(offset: reader.position, reason: "more than \(valueLimit) values")
    }
    switch reader.nextByte() {
    case UInt8(ascii: "{"):
      var members: [String: JSONTree] = [:]
      try reader.object { (reader, key) throws(HeaderSyntaxError) in
        members[key] = try value(&reader, depth: depth + 1, &count)
      }
      return .object(members)
    case UInt8(ascii: "["):
      var elements: [JSONTree] = []
      try reader.array { (reader) throws(HeaderSyntaxError) in
        elements.append(try value(&reader, depth: depth + 1, &count))
      }
      return .list(elements)
    case UInt8(ascii: "\""): return .text(try reader.string())
    default: return scalar(try reader.scalar())
    }
  }

  private static func scalar(_ text: String) -> JSONTree {
    switch text {
    case "null": .null
    case "true": .bool(true)
    case "false": .bool(false)
    default: .number(Double(text) ?? .nan)
    }
  }
}

extension JSONTree {
  /// A member of an object; null for anything else and where there is none.
  package subscript(_ key: String) -> JSONTree {
    if case .object(let members) = self { members[key] ?? .null } else { .null }
  }

  /// The text; nil for anything else.
  package var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The number; nil for anything else.
  package var number: Double? { if case .number(let number) = self { number } else { nil } }

  /// The number where it is an integer; nil for anything else.
  package var integer: Int? { number.flatMap { Int(exactly: $0) } }

  /// The truth value; nil for anything else.
  package var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }

  /// The elements of a list; nil for anything else.
  package var elements: [JSONTree]? { if case .list(let elements) = self { elements } else { nil } }
}
