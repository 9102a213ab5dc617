import Foundation

/// Checks a document against a JSON Schema (draft 2020-12), as far as this project's schemas use it.
///
/// A keyword that it does not know is a complaint, never passed over: a schema cannot say more than is checked.
public struct JSONSchemaValidator {
  private let root: JSONValue

  /// A validator for a schema.
  public init(schema: JSONValue) { root = schema }

  /// Everything in which the document departs from the schema, one line each with its place; empty where it agrees.
  public func complaints(about document: JSONValue) -> [String] { check(document, against: root, at: "$") }

  private static let annotations: Set = ["$schema", "$id", "title", "description", "$defs"]

  private func check(_ value: JSONValue, against schema: JSONValue, at place: String) -> [String] {
    switch schema {
    case .bool(true): return []
    case .bool(false): return ["\(place): nothing is allowed here"]
    case .object(let keywords):
      return keywords.sorted { $0.key < $1.key }.flatMap { keyword, argument in
        Self.annotations.contains(keyword) ? [] : check(value, keyword, argument, in: keywords, at: place)
      }
    default: return ["\(place): a schema is an object or a boolean"]
    }
  }

  private func check(
    _ value: JSONValue, _ keyword: String, _ argument: JSONValue, in schema: [String: JSONValue], at place: String
  ) -> [String] {
    func complain(_ holds: Bool, _ text: @autoclosure () -> String) -> [String] { holds ? [] : ["\(place): \(text())"] }
    switch keyword {
    case "type":
      let names = argument.text.map { [$0] } ?? argument.elements.compactMap(\.text)
      return complain(names.contains { value.isOf(type: $0) }, "is not of type \(names.joined(separator: " or "))")
    case "enum": return complain(argument.elements.contains(value), "is none of the allowed values")
    case "const": return complain(value == argument, "is not the constant")
    case "minimum": return complain(compare(value, argument, >=), "is below the minimum")
    case "maximum": return complain(compare(value, argument, <=), "is above the maximum")
    case "pattern": return matches(value, argument, place)
    case "required":
      guard case .object(let members) = value else { return [] }
      return argument.elements.compactMap(\.text).filter { members[$0] == nil }.map { "\(place): lacks \($0)" }
    case "properties": return properties(value, argument, place)
    case "additionalProperties": return additional(value, argument, in: schema, place)
    case "items": return value.elements.enumerated().flatMap { check($1, against: argument, at: "\(place)[\($0)]") }
    case "$ref": return reference(value, argument, place)
    default: return ["\(place): the schema has a keyword that this validator does not know: \(keyword)"]
    }
  }

  /// Numbers are compared; other values pass, as the standard says.
  private func compare(_ value: JSONValue, _ limit: JSONValue, _ holds: (Double, Double) -> Bool) -> Bool {
    guard case .number(let number) = value, case .number(let limit) = limit else { return true }
    return holds(number, limit)
  }

  private func matches(_ value: JSONValue, _ pattern: JSONValue, _ place: String) -> [String] {
    guard let text = value.text else { return [] }
    guard let source = pattern.text, let regex = try? Regex(source) else {
      return ["\(place): the pattern is not a regex"]
    }
    return text.contains(regex) ? [] : ["\(place): does not match \(source)"]
  }

  private func properties(_ value: JSONValue, _ schemas: JSONValue, _ place: String) -> [String] {
    guard case .object(let members) = value, case .object(let schemas) = schemas else { return [] }
    return schemas.sorted { $0.key < $1.key }.flatMap { name, schema in
      members[name].map { check($0, against: schema, at: "\(place).\(name)") } ?? []
    }
  }

  private func additional(
    _ value: JSONValue, _ schema: JSONValue, in parent: [String: JSONValue], _ place: String
  ) -> [String] {
    guard case .object(let members) = value else { return [] }
    return members.filter { parent["properties"]?[$0.key] == nil }.sorted { $0.key < $1.key }.flatMap {
      check($0.value, against: schema, at: "\(place).\($0.key)")
    }
  }

  private func reference(_ value: JSONValue, _ target: JSONValue, _ place: String) -> [String] {
    let prefix = "#/$defs/"
    guard let path = target.text, path.hasPrefix(prefix),
      let schema = root["$defs"]?[String(path.dropFirst(prefix.count))]
    else { return ["\(place): the schema refers to something that it does not define"] }
    return check(value, against: schema, at: place)
  }
}

extension JSONValue {
  fileprivate func isOf(type name: String) -> Bool {
    switch (self, name) {
    case (.null, "null"), (.bool, "boolean"), (.number, "number"), (.string, "string"), (.array, "array"),
      (.object, "object"):
      true
    case (.number(let number), "integer"): number == number.rounded()
    default: false
    }
  }
}
