extension WeightWatcherReport {
  /// Definitions, then a table for each checkpoint. Numbers have four significant digits.
  var markdown: String {
    var blocks = ["# gapbound norms: columns of WeightWatcher 0.7.7"]
    blocks += Self.definitionBlocks
    if let warning { blocks.append("Note: \(MarkdownText.sentence(warning))") }
    for rows in checkpoints {
      if let first = rows.first { blocks += ["## \(MarkdownText.escaped(first.checkpoint))", Self.table(rows)] }
    }
    blocks.append("Written by gapbound \(gapboundVersion).")
    return MarkdownReport.text(blocks + CoverageSection.blocks(coverage))
  }

  private static var definitionBlocks: [String] {
    let columns = WeightWatcherColumn.all.filter { $0.name != "checkpoint" }
    let definitions = columns.map { "- \(MarkdownText.code($0.name)): \($0.definition)" }
    return ["Columns:", definitions.joined(separator: "\n"), "Differences:"]
      + [differences.map { "- \($0)" }.joined(separator: "\n")]
  }

  /// The checkpoint stands in the heading.
  private static func table(_ rows: [WeightWatcherRow]) -> String {
    let columns = WeightWatcherColumn.all.filter { $0.name != "checkpoint" }
    let headers = columns.map { column -> (String, MarkdownTable.Alignment) in
      (MarkdownText.escaped(column.name), ["layer", "note"].contains(column.name) ? .left : .right)
    }
    var table = MarkdownTable(headers)
    for row in rows { table.add(columns.map { $0.value(row).markdown }) }
    return table.text
  }
}

extension WeightWatcherValue {
  /// Rounded to four significant digits.
  fileprivate var markdown: String {
    switch self {
    case .text(let text): MarkdownText.escaped(text ?? "")
    case .count(let count): count.map(String.init) ?? MarkdownNumber.missing
    case .number(let number): MarkdownNumber.text(number)
    }
  }
}
