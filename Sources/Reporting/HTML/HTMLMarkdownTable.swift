/// A table of the Markdown report as a sortable HTML table.
enum HTMLMarkdownTable {
  static func html(_ markdown: String, caption: String) -> String {
    let lines = markdown.split(separator: "\n").map(cells)
    let isNumeric = lines.count > 1 ? lines[1].map { $0.hasSuffix(":") } : []
    var table = HTMLTable(caption: caption, isCaptionHidden: true)
    table.columns = zip(lines[0], isNumeric).map { .init(html: HTMLInline.html($0), isNumeric: $1) }
    for row in lines.dropFirst(2) {
      table.add(
        row.indices.map { i in
          let html = HTMLInline.html(row[i])
          return isNumeric[i] ? .number(html: html, key: key(row[i])) : .words(html: html)
        })
    }
    return table.html
  }

  /// Cells between pipes that are not escaped. Scalars, not characters: a combining mark may follow a pipe.
  private static func cells(_ line: Substring) -> [String] {
    var (cells, cell, isEscaped) = ([String](), String.UnicodeScalarView(), false)
    for scalar in line.unicodeScalars.dropFirst() {
      if scalar == "|", !isEscaped {
        cells.append(trimmed(cell))
        cell = .init()
      } else {
        cell.append(scalar)
      }
      isEscaped = scalar == "\\" && !isEscaped
    }
    return cells
  }

  private static func trimmed(_ cell: String.UnicodeScalarView) -> String {
    let start = cell.drop { $0 == " " }
    guard let last = start.lastIndex(where: { $0 != " " }) else { return "" }
    return String(start[...last])
  }

  /// The number at the head of a cell such as "60.00 % [25.00, 96.88]".
  private static func key(_ cell: String) -> String? {
    let head = cell.prefix { $0.isASCII && !$0.isWhitespace }
    return Double(head).map { $0.isFinite ? String(head) : nil } ?? nil
  }
}
