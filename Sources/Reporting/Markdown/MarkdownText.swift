/// Text of others (names, paths, reasons) inside Markdown.
enum MarkdownText {
  /// Plain text that shows as it is: on one line, with the characters escaped that Markdown or HTML would act on.
  static func escaped(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = ""
    for (i, scalar) in scalars.enumerated() {
      switch scalar {
      case "\r" where i + 1 < scalars.count && scalars[i + 1] == "\n": break
      case "\n", "\r", "\t": result += " "
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case "\\", "|", "`", "*", "[", "]", "~": result += "\\\(scalar)"
      case "_" where !isInsideWord(i, of: scalars): result += "\\_"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Escaped text with a full stop, unless it ends in punctuation already.
  static func sentence(_ text: String) -> String {
    let line = escaped(text)
    return line.last.map { ".!?".contains($0) } ?? true ? line : line + "."
  }

  /// Text for the one line of a `<summary>`, where Markdown is not read.
  static func html(_ text: String) -> String {
    oneLine(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }

  /// A code span that may hold backticks, on one line. Not for tables, where a pipe would end the cell.
  static func code(_ text: String) -> String {
    let line = oneLine(text)
    guard line.contains("`") else { return "`\(line)`" }
    let longest = line.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: longest + 1)
    return "\(fence) \(line) \(fence)"
  }

  /// Names in a sentence: at most `limit` of them and how many more there are.
  static func list(_ names: [String], limit: Int = 3) -> String {
    let shown = names.prefix(limit).joined(separator: ", ")
    return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
  }

  /// "1 checkpoint", "2 checkpoints".
  static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  private static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }

  /// An underscore between letters or digits never starts emphasis.
  private static func isInsideWord(_ i: Int, of scalars: [Unicode.Scalar]) -> Bool {
    guard i > 0, i + 1 < scalars.count else { return false }
    return [scalars[i - 1], scalars[i + 1]].allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil
    }
  }
}
