/// Comma-separated numbers, one sample per line. The label is the column named `label`, `y`, `class` or `target`, else
/// the last one. A first line without numbers, or with such a name, is a header.
enum CSVDataset {
  static let load: @Sendable (DatasetRequest) throws(DatasetError) -> LabelledSamples = {
    (request) throws(DatasetError) in
    if let labels = request.labelsPath { throw .superfluousLabels(path: request.path, labels: labels) }
    var table = try CSVTable(path: request.path)
    try table.readAll()
    guard !table.labels.isEmpty else { throw .noSamples(path: request.path) }
    return try LabelledSamples(
      features: table.features, count: table.labels.count, featureCount: table.columnCount - 1, labels: table.labels,
      files: [request.path], preprocessing: request.preprocessing)
  }
}

/// The numbers of a text file, collected line by line.
private struct CSVTable {
  private(set) var features = CompactNumbers()
  private(set) var labels: [Int] = []
  private(set) var columnCount = 0
  private var labelColumn = 0
  private var reader: CSVReader
  private let path: String

  private static let labelNames: Set<String> = ["label", "y", "class", "target"]

  init(path: String) throws(DatasetError) {
    self.path = path
    reader = try CSVReader(path: path)
  }

  mutating func readAll() throws(DatasetError) {
    guard try reader.next() else { return }
    columnCount = reader.ends.count
    guard columnCount > 1 else {
      throw .malformedText(path: path, line: 1, column: 1, reason: "one column; features and a label need two")
    }
    labelColumn = columnCount - 1
    if isHeader() { try readHeader() } else { try readSample() }
    var blankLine: Int?
    while try reader.next() {
      if reader.isBlank {
        blankLine = blankLine ?? reader.line
        continue
      }
      // Blank lines at the end are usual, a hole in the data is not.
      if let blankLine { throw .malformedText(path: path, line: blankLine, column: 1, reason: "blank line") }
      try readSample()
    }
  }

  private func name(_ column: Int) -> String {
    String(decoding: reader.field(column), as: UTF8.self).lowercased().split(separator: " ").joined(separator: " ")
  }

  private func isHeader() -> Bool {
    let columns = 0..<columnCount
    return columns.contains { Self.labelNames.contains(name($0)) }
      || columns.allSatisfy { decimalNumber(reader.field($0)) == nil }
  }

  private mutating func readHeader() throws(DatasetError) {
    let names = (0..<columnCount).map(name)
    if let place = names.firstIndex(of: "") {
      throw .malformedText(
        path: path, line: 1, column: place + 1, reason: "a column without a name; is it an index, not a feature?")
    }
    let found = names.indices.filter { Self.labelNames.contains(names[$0]) }
    guard found.count < 2 else {
      throw .malformedText(
        path: path, line: 1, column: found[1] + 1,
        reason: "\"\(names[found[0]])\" and \"\(names[found[1]])\" both name the label")
    }
    labelColumn = found.first ?? columnCount - 1
  }

  private mutating func readSample() throws(DatasetError) {
    guard reader.ends.count == columnCount else {
      throw .fieldCount(path: path, line: reader.line, expected: columnCount, found: reader.ends.count)
    }
    for column in 0..<columnCount {
      guard let value = decimalNumber(reader.field(column)) else {
        throw .notANumber(path: path, line: reader.line, column: column + 1, text: reader.fieldText(column))
      }
      if column != labelColumn {
        features.append(value)
      } else if let label = classIndex(value) {
        labels.append(label)
      } else {
        throw .invalidLabelField(
          path: path, line: reader.line, column: column + 1, text: reader.fieldText(column))
      }
    }
  }
}
