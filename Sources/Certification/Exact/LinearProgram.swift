/// A linear program all of whose columns are bounded: rowLower ≤ Ax ≤ rowUpper, lower ≤ x ≤ upper. A is stored by columns.
///
/// The numbers are taken as they are: whoever builds the program makes sure that it relaxes what it stands for, round-off
/// included.
struct LinearProgram: Sendable {
  /// Column j has the entries `starts[j]..<starts[j + 1]`.
  let starts: [Int32]
  /// The row of each entry.
  let rows: [Int32]
  /// The entries of A.
  let values: [Double]
  /// Bounds of the rows; ±∞ where there is none.
  let (rowLower, rowUpper): ([Double], [Double])
  /// Bounds of the columns, finite.
  let (lower, upper): ([Double], [Double])

  /// Number of rows.
  var rowCount: Int { rowLower.count }
  /// Number of columns.
  var columnCount: Int { lower.count }

  /// One row of A with its bounds.
  struct Row {
    var columns: [Int] = []
    var values: [Double] = []
    var lower = -Double.infinity
    var upper = Double.infinity

    mutating func append(_ value: Double, at column: Int) {
      columns.append(column)
      values.append(value)
    }
  }

  /// Transposes the rows. O(entries).
  init(_ rowList: [Row], lower: [Double], upper: [Double]) {
    var starts = [Int32](repeating: 0, count: lower.count + 1)
    for row in rowList { for j in row.columns { starts[j + 1] += 1 } }
    for j in lower.indices { starts[j + 1] += starts[j] }
    var next = starts
    var rows = [Int32](repeating: 0, count: Int(starts[lower.count]))
    var values = [Double](repeating: 0, count: rows.count)
    for (i, row) in rowList.enumerated() {
      for (j, value) in zip(row.columns, row.values) {
        let place = Int(next[j])
        (rows[place], values[place]) = (Int32(i), value)
        next[j] += 1
      }
    }
    (self.starts, self.rows, self.values) = (starts, rows, values)
    (rowLower, rowUpper) = (rowList.map(\.lower), rowList.map(\.upper))
    (self.lower, self.upper) = (lower, upper)
  }

  /// A linear function of the columns to minimise.
  struct Objective: Sendable {
    var coefficients: [Double]
    var constant: Double
  }
}
