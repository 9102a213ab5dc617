import TestSupport

@testable import Reporting

/// Leaves of a JSON value by their path: layers by number, bounds and terms by key, lists of numbers as one cell.
func flattened(_ value: JSONValue, _ path: [String] = []) -> [String: String] {
  switch value {
  case .null: return [path.joined(separator: "_"): ""]
  case .bool(let flag): return [path.joined(separator: "_"): "\(flag)"]
  case .number(let x): return [path.joined(separator: "_"): shortest(x) ?? ""]
  case .string(let text): return [path.joined(separator: "_"): text]
  case .array(let elements):
    guard path.last != "epsilon" else {
      return ["epsilon": elements.compactMap { flattened($0)[""] }.joined(separator: " ")]
    }
    // Terms stand right under their bound.
    let base = path.last == "terms" ? path.dropLast() : path[...]
    return elements.enumerated().reduce(into: [:]) { result, element in
      let name = element.1["key"]?.text ?? "\(element.0 + 1)"
      result.merge(flattened(element.1, base + [name])) { a, _ in a }
    }
  case .object(let members):
    return members.filter { $0.key != "key" }.reduce(into: [:]) { result, member in
      result.merge(flattened(member.value, path + [member.key])) { a, _ in a }
    }
  }
}

/// RFC 4180, over scalars because "\r\n" is one character.
func parsedCSV(_ text: String) -> [[String]] {
  var (rows, row, field, quoted, pending) = ([[String]](), [String](), "", false, false)
  for scalar in text.unicodeScalars {
    if pending {
      pending = false
      if scalar == "\"" {
        field += "\""
        continue
      }
      quoted = false
    }
    switch scalar {
    case "\"" where quoted: pending = true
    case "\"": quoted = true
    case "," where !quoted: (row, field) = (row + [field], "")
    case "\n" where !quoted: (rows, row, field) = (rows + [row + [field]], [], "")
    default: field.unicodeScalars.append(scalar)
    }
  }
  return rows
}
