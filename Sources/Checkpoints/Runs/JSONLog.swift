import TensorFiles

/// A log in JSON: a list of objects, one object, or one object in each line.
///
/// An object inside of one is read as if its names were joined: `{"train": {"loss": 1}}` is `train/loss`.
enum JSONLog {
  static func parse(_ bytes: [UInt8]) throws(LogError) -> LogTable {
    var table = LogTable()
    var reader = JSONReader(bytes)
    do {
      if reader.nextByte() == UInt8(ascii: "[") {
        try rows(&reader, into: &table)
        try reader.end()
      } else {
        repeat { try row(&reader, into: &table) } while reader.nextByte() != nil
      }
    } catch { throw LogError(error) }
    return table
  }

  /// A list of objects; an object that `isLeftOut` by one of its names is no row.
  static func rows(
    _ reader: inout JSONReader, into table: inout LogTable, leavingOut mark: String? = nil
  ) throws(HeaderSyntaxError) {
    try reader.array { reader throws(HeaderSyntaxError) in
      guard reader.nextByte() == UInt8(ascii: "{") else { return try reader.skipValue() }
      try row(&reader, into: &table, leavingOut: mark)
    }
  }

  private static func row(
    _ reader: inout JSONReader, into table: inout LogTable, leavingOut mark: String? = nil
  ) throws(HeaderSyntaxError) {
    var values: [(field: LogTable.Field, value: Double)] = []
    var isLeftOut = false
    try members(&reader, path: "", depth: 0) { name, value in
      if name == mark { isLeftOut = true }
      guard let value, let field = table.field(named: name) else { return }
      values.append((field, value))
    }
    if !isLeftOut { table.add(values) }
  }

  /// Every number of an object with its path. Paths too long for a metric are skipped, so that work stays linear.
  private static func members(
    _ reader: inout JSONReader, path: String, depth: Int, _ found: (String, Double?) -> Void
  ) throws(HeaderSyntaxError) {
    try reader.object { reader, key throws(HeaderSyntaxError) in
      let name = path.isEmpty ? key : "\(path)/\(key)"
      switch reader.nextByte() {
      case UInt8(ascii: "{") where depth < 4 && name.utf8.count <= MetricColumn.longestName:
        try members(&reader, path: name, depth: depth + 1, found)
      case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""): try reader.skipValue()
      default: found(name, try reader.finiteNumber())
      }
    }
  }
}

extension LogError {
  init(_ error: HeaderSyntaxError) { reason = "not JSON at byte \(error.offset): \(error.reason)" }
}
