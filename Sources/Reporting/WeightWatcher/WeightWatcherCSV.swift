extension WeightWatcherReport {
  /// One row for each layer under WeightWatcher's names; see `CSVReport` for how cells are written.
  var csv: String {
    let columns = WeightWatcherColumn.all.map { column in
      CSVColumn<WeightWatcherRow>(column.name, text: { column.value($0).csv })
    }
    return CSVReport.table(columns, rows)
  }

  /// What the columns mean: one row for each.
  static var columnsAsCSV: String {
    let definitions = WeightWatcherColumn.all.map { (name: $0.name, definition: $0.definition) }
    return CSVReport.table(
      [CSVColumn("column", text: { $0.name }), CSVColumn("definition", text: { $0.definition })], definitions)
  }
}

extension WeightWatcherValue {
  fileprivate var csv: String? {
    switch self {
    case .text(let text): text
    case .count(let count): count.map(String.init)
    case .number(let number): number.flatMap(shortest)
    }
  }
}
