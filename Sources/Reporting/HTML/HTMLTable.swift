/// A table that sorts by click: a button in every header, in every cell of numbers the number in full beside the rounded text.
///
/// End tags that HTML lets out are left out: rows are most of a large report.
struct HTMLTable {
  /// What a column is.
  struct Column {
    /// The header as HTML.
    var html: String
    var isNumeric: Bool
    /// Said on hovering over the header; plain text.
    var meaning: String?
    /// The heading that it shares with its neighbours; empty for none.
    var group = ""
  }

  /// What stands in a cell. A number without a key is missing and sorts last.
  enum Cell {
    case words(html: String)
    case number(html: String, key: String?)
    /// A number that stands out.
    case notable(html: String, key: String?)
  }

  /// HTML.
  let caption: String
  /// True where a heading right above says the same.
  let isCaptionHidden: Bool
  /// Classes besides `sortable`.
  var classes = ""
  var columns: [Column] = []
  private var rows = ""

  init(caption: String, isCaptionHidden: Bool) {
    self.caption = caption
    self.isCaptionHidden = isCaptionHidden
  }

  mutating func add(_ cells: [Cell]) {
    precondition(cells.count == columns.count, "\(cells.count) cells for \(columns.count) columns")
    rows += "<tr>"
    for (index, cell) in cells.enumerated() {
      switch cell {
      case .words(let html): rows += (index == 0 ? "<th scope=row>" : "<td class=w>") + html
      case .number(let html, let key): rows += "<td data-value=\(key ?? "\"\"")>\(html)"
      case .notable(let html, let key): rows += "<td class=notable data-value=\(key ?? "\"\"")>\(html)"
      }
    }
    rows += "\n"
  }

  /// The table in a frame of its own, within which it scrolls.
  var html: String {
    let hidden = isCaptionHidden ? " class=hidden" : ""
    return """
      <div class=scroll tabindex=0 role=region aria-label="\(caption.replacing("\"", with: "&quot;").withoutTags)">
      <table class="sortable\(classes.isEmpty ? "" : " " + classes)"><caption\(hidden)>\(caption)</caption>
      \(groups)<thead>\(groupRow)<tr>\(columns.map(header).joined())</tr></thead>
      <tbody>
      \(rows)</tbody></table></div>
      """
  }

  private func header(_ column: Column) -> String {
    let title = column.meaning.map { " title=\"\(HTMLText.escaped($0))\"" } ?? ""
    return "<th scope=col\(column.isNumeric ? "" : " class=w") aria-sort=none>"
      + "<button type=button\(title)>\(column.html)</button></th>"
  }

  /// Neighbouring columns of one group.
  private var runs: [(group: String, count: Int)] {
    columns.reduce(into: []) { runs, column in
      if runs.last?.group == column.group { runs[runs.count - 1].count += 1 } else { runs.append((column.group, 1)) }
    }
  }

  private var groups: String {
    runs.count > 1 ? runs.map { "<colgroup span=\($0.count)></colgroup>" }.joined() + "\n" : ""
  }

  private var groupRow: String {
    guard runs.count > 1 else { return "" }
    let cells = runs.map { group, count in
      group.isEmpty ? "<td colspan=\(count)></td>" : "<th colspan=\(count) scope=colgroup>\(group)</th>"
    }
    return "<tr class=groups>\(cells.joined())</tr>"
  }
}

extension String {
  /// HTML without its tags, for an attribute.
  fileprivate var withoutTags: String {
    var (text, isTag) = ("", false)
    for character in self {
      if character == "<" || character == ">" { isTag = character == "<" } else if !isTag { text.append(character) }
    }
    return text
  }
}
