extension Matrix {
  /// A·Bᵀ, for A (n × k) and B (m × k): every pair of a row of A and a row of B. O(n · m · k).
  public func timesTranspose(of other: Matrix) -> Matrix {
    var product = Matrix(rows: rows, columns: other.rows, repeating: 0)
    product.add(self, timesTransposeOf: other)
    return product
  }

  /// Adds A·Bᵀ to this matrix, in place. O(n · m · k).
  ///
  /// - Precondition: the shapes fit.
  public mutating func add(_ a: Matrix, timesTransposeOf b: Matrix) {
    precondition(a.columns == b.columns && rows == a.rows && columns == b.rows, "shapes do not chain")
    LAPACK.multiply(
      a.elements, byTransposeOf: b.elements, into: &elements, rows: rows, columns: columns, inner: a.columns)
  }

  /// Adds AᵀB to this matrix, in place: the sum over the rows of A and B of their outer products. O(n · m · k).
  ///
  /// - Precondition: the shapes fit.
  public mutating func add(transposeOf a: Matrix, times b: Matrix) {
    precondition(a.rows == b.rows && rows == a.columns && columns == b.columns, "shapes do not chain")
    LAPACK.multiply(
      transposeOf: a.elements, by: b.elements, into: &elements, rows: rows, columns: columns, inner: a.rows)
  }

  /// A matrix all of whose rows are the same.
  public init(rows: Int, repeatingRow row: [Double]) {
    var elements: [Double] = []
    elements.reserveCapacity(rows * row.count)
    for _ in 0..<rows { elements.append(contentsOf: row) }
    self.init(rows: rows, columns: row.count, elements: elements)
  }

  /// Replaces every entry by a function of it.
  @inlinable
  public mutating func apply(_ function: (Double) -> Double) {
    modifyElements { entries in
      for i in entries.indices { entries[i] = function(entries[i]) }
    }
  }

  /// The entrywise function of a matrix, as a new one.
  @inlinable
  public func mapped(_ function: (Double) -> Double) -> Matrix {
    var result = self
    result.apply(function)
    return result
  }

  /// Gives direct access to the entries by rows.
  public mutating func modifyElements(_ body: (inout MutableSpan<Double>) -> Void) {
    var entries = elements.mutableSpan
    body(&entries)
  }

  /// Σⱼ a_ij, max |a_ij| and the like: a number from every row.
  @inlinable
  public func forEachRow<Result>(_ body: (Span<Double>) -> Result) -> [Result] {
    var results: [Result] = []
    results.reserveCapacity(rows)
    let entries = elements.span
    for i in 0..<rows { results.append(body(entries.extracting(i * columns..<(i + 1) * columns))) }
    return results
  }
}

extension Matrix {
  /// C := A·M for A (rows × this matrix's rows), C (rows × its columns), both by rows in buffers that may be longer.
  ///
  /// - Precondition: the buffers are long enough.
  public func multiply(_ a: [Double], rows: Int, into c: inout [Double]) {
    LAPACK.multiply(a, by: elements, into: &c, rows: rows, columns: columns, inner: self.rows, keeping: 0)
  }

  /// C := C + A·M; see `multiply(_:rows:into:)`.
  public func multiply(_ a: [Double], rows: Int, addingTo c: inout [Double]) {
    LAPACK.multiply(a, by: elements, into: &c, rows: rows, columns: columns, inner: self.rows, keeping: 1)
  }
}
