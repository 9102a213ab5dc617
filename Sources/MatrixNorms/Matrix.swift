/// A dense real matrix in double precision, stored by rows.
///
/// Entry (i, j) stands at `elements[i * columns + j]`. Weight matrices are (out × in): a row is an output neuron.
/// Either side may be zero.
public struct Matrix: Sendable, Equatable {
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int
  /// The entries by rows; always `rows * columns` of them.
  public internal(set) var elements: [Double]

  /// Wraps entries that are already stored by rows, without a copy.
  ///
  /// - Precondition: `elements.count == rows * columns`, both sides non-negative.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative side")
    precondition(elements.count == rows * columns, "\(elements.count) entries do not fill \(rows) × \(columns)")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// A matrix whose entries are all the same.
  public init(rows: Int, columns: Int, repeating value: Double) {
    self.init(rows: rows, columns: columns, elements: Array(repeating: value, count: rows * columns))
  }

  /// A matrix from nested rows, for small literals.
  ///
  /// - Precondition: all rows have the same length.
  public init(_ rows: [[Double]]) {
    let columns = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columns }, "rows of unequal length")
    self.init(rows: rows.count, columns: columns, elements: rows.flatMap { $0 })
  }

  /// Entry (row, column).
  public subscript(row: Int, column: Int) -> Double {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// One row, without a copy.
  public func row(_ index: Int) -> ArraySlice<Double> {
    elements[index * columns..<(index + 1) * columns]
  }

  /// Gives up the storage, so that it can be overwritten without a copy.
  public consuming func takeElements() -> [Double] { elements }

  /// True where a side is zero, so that there is no entry.
  public var isEmpty: Bool { elements.isEmpty }

  /// The transpose, as a new matrix. O(rows · columns) time and memory.
  public var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows, repeating: 0)
    // Rows without entries may be very many.
    guard !isEmpty else { return result }
    for i in 0..<rows {
      for j in 0..<columns { result.elements[j * rows + i] = elements[i * columns + j] }
    }
    return result
  }
}
