/// A table in the style of the booktabs package.
struct LaTeXTable {
  /// LaTeX.
  let caption: String
  /// After "tab:"; letters, digits, hyphens.
  let label: String
  /// Headers as LaTeX, and whether numbers stand below.
  let columns: [(header: String, isNumeric: Bool)]
  private var rows: [[String]] = []

  init(caption: String, label: String, columns: [(header: String, isNumeric: Bool)]) {
    self.caption = caption
    self.label = label
    self.columns = columns
  }

  /// A row of cells as LaTeX.
  mutating func add(_ row: [String]) {
    precondition(row.count == columns.count, "\(row.count) cells for \(columns.count) columns")
    rows.append(row)
  }

  /// The whole table environment.
  var text: String {
    """
    \\begin{table}
      \\centering
      \\caption{\(caption)}
      \\label{tab:\(label)}
      \\begin{tabular}{\(columns.map { $0.isNumeric ? "r" : "l" }.joined())}
        \\toprule
        \(line(columns.map(\.header)))
        \\midrule
    \(rows.map { "    " + line($0) }.joined(separator: "\n"))
        \\bottomrule
      \\end{tabular}
    \\end{table}
    """
  }

  private func line(_ cells: [String]) -> String {
    // A bracket at the head of a row would be read as the argument of the line break before it.
    let cells = cells.first?.hasPrefix("[") == true ? ["{}" + cells[0]] + cells.dropFirst() : cells
    return cells.joined(separator: " & ") + " \\\\"
  }
}
