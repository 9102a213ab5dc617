/// Why norms of a matrix could not be computed.
public enum MatrixError: Error, Equatable, Sendable, CustomStringConvertible {
  /// An entry is NaN or infinite; row and column count from zero.
  case nonFiniteEntry(row: Int, column: Int, value: Double)
  /// A side is longer than LAPACK's 32-bit integers can say.
  case tooLarge(rows: Int, columns: Int)
  /// LAPACK's dgesdd did not converge on a rows × columns matrix.
  case singularValuesDidNotConverge(rows: Int, columns: Int)

  /// The cause in one line.
  public var description: String {
    switch self {
    case .nonFiniteEntry(let row, let column, let value): "entry (\(row), \(column)) is \(value), not a finite number"
    case .tooLarge(let rows, let columns): "\(rows) × \(columns) is beyond LAPACK's limit of \(Int32.max) a side"
    case .singularValuesDidNotConverge(let rows, let columns):
      "the singular values of the \(rows) × \(columns) matrix did not converge (dgesdd)"
    }
  }
}
