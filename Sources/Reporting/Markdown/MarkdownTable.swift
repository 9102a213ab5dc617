/// A table that reads well as plain text in monospace and on GitHub.
struct MarkdownTable {
  /// How a column stands.
  enum Alignment {
    case left
    case right
  }

  private var headers: [String] = []
  private var alignments: [Alignment] = []
  private(set) var rows: [[String]] = []

  /// Columns by header. Headers and cells are Markdown: text of others is escaped by the caller.
  init(_ columns: [(header: String, alignment: Alignment)]) {
    headers = columns.map(\.header)
    alignments = columns.map(\.alignment)
  }

  /// Columns of words, then columns of numbers.
  init(words: [String], numbers: [String] = [], words more: [String] = []) {
    self.init(words.map { ($0, .left) } + numbers.map { ($0, .right) } + more.map { ($0, .left) })
  }

  mutating func add(_ row: [String]) {
    precondition(row.count == headers.count, "\(row.count) cells for \(headers.count) columns")
    rows.append(row)
  }

  /// The table, every column padded to its widest cell; no line break at the end.
  var text: String {
    let widths = headers.indices.map { column in ([headers] + rows).map { $0[column].count }.max() ?? 0 }.map {
      max(3, $0)
    }
    let rule = zip(widths, alignments).map { width, alignment in
      alignment == .left ? String(repeating: "-", count: width) : String(repeating: "-", count: width - 1) + ":"
    }
    return ([headers, rule] + rows).map { line($0, widths) }.joined(separator: "\n")
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let padded = cells.indices.map { column in
      let space = String(repeating: " ", count: widths[column] - cells[column].count)
      return alignments[column] == .left ? cells[column] + space : space + cells[column]
    }
    return "| " + padded.joined(separator: " | ") + " |"
  }
}

/// A part of the report that is folded until it is clicked.
func folded(_ summary: String, _ blocks: [String]) -> [String] {
  ["<details>\n<summary>\(MarkdownText.html(summary))</summary>"] + blocks + ["</details>"]
}
