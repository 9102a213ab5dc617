import MatrixNorms

/// A weight matrix as whole codes and scales.
public struct QuantizedMatrix: Sendable {
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int
  /// q by rows.
  public let codes: [Int16]
  /// s of each group: of the matrix, of each row, or of the runs of the first row, then of the second, and so on.
  public let scales: [Double]
  let groups: QuantizationGroups

  /// s of an entry.
  public func scale(row: Int, column: Int) -> Double { scales[groups.group(row: row, column: column)] }

  /// s·q, each product rounded to nearest.
  public var matrix: Matrix {
    var result = Matrix(rows: rows, columns: columns, repeating: 0)
    result.modifyElements { entries in
      for run in groups.runs {
        let s = scales[run.group]
        for i in run.entries { entries[i] = s * Double(codes[i]) }
      }
    }
    return result
  }
}

/// Which entries of a matrix share a scale.
struct QuantizationGroups: Sendable {
  private let scheme: QuantizationScheme
  private let rows: Int, columns: Int

  init(_ scheme: QuantizationScheme, rows: Int, columns: Int) {
    (self.scheme, self.rows, self.columns) = (scheme, rows, columns)
  }

  /// How many groups there are.
  var count: Int {
    switch scheme {
    case .perTensor: 1
    case .perChannel: rows
    case .group: rows * runsOfRow
    }
  }

  /// The group of an entry.
  func group(row: Int, column: Int) -> Int {
    switch scheme {
    case .perTensor: 0
    case .perChannel: row
    case .group(let size): row * runsOfRow + column / size
    }
  }

  /// The entries along rows, in pieces of one group each.
  var runs: some Sequence<(group: Int, entries: Range<Int>)> {
    let length = runLength
    return (0..<rows).lazy.flatMap { row in
      stride(from: 0, to: columns, by: length).lazy.map { start in
        let end = start + Swift.min(length, columns - start)
        return (group(row: row, column: start), row * columns + start..<row * columns + end)
      }
    }
  }

  /// max|w| of each group.
  func largestMagnitudes(_ weight: Matrix) -> [Double] {
    var largest = [Double](repeating: 0, count: count)
    let entries = weight.elements.span
    for run in runs {
      for i in run.entries { largest[run.group] = max(largest[run.group], entries[i].magnitude) }
    }
    return largest
  }

  private var runLength: Int {
    if case .group(let size) = scheme { size } else { max(1, columns) }
  }
  private var runsOfRow: Int { columns / runLength + (columns % runLength == 0 ? 0 : 1) }
}
