/// A log in CSV: names in the first line, numbers below, blank where a row lacks a metric (Lightning writes training and
/// validation metrics of one epoch in different rows).
enum CSVLog {
  /// A longer line is no line of a log.
  static let lineLimit = 1 << 16

  static func parse(_ bytes: [UInt8]) throws(LogError) -> LogTable {
    var table = LogTable()
    var header: [LogTable.Field?]?
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var (rest, number) = (bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...], 0)
    while !rest.isEmpty {
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      rest = rest[line.endIndex...].dropFirst()
      number += 1
      if line.isEmpty { continue }
      guard line.count <= lineLimit else { throw LogError(reason: "line \(number) has more than \(lineLimit) bytes") }
      let fields = fields(of: line)
      if fields == [""] { continue }
      guard let names = header else {
        header = fields.map { table.field(named: $0) }
        continue
      }
      guard fields.count == names.count else {
        throw LogError(reason: "line \(number) has \(fields.count) fields, the first line \(names.count)")
      }
      var values: [(field: LogTable.Field, value: Double)] = []
      for case (let field?, let text) in zip(names, fields) {
        if let value = Double(text), value.isFinite { values.append((field, value)) }
      }
      table.add(values)
    }
    return table
  }

  /// The fields of a line without their quotes. Names and numbers hold no commas: a quoted field with one counts as two
  /// and is refused as ragged.
  private static func fields(of line: ArraySlice<UInt8>) -> [String] {
    line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { field in
      func isPadding(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == UInt8(ascii: "\"") }
      var trimmed = field.drop(while: isPadding)
      while let last = trimmed.last, isPadding(last) { trimmed.removeLast() }
      return String(decoding: trimmed, as: UTF8.self)
    }
  }
}
