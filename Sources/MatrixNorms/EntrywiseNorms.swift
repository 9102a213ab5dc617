extension Matrix {
  /// Refuses what LAPACK cannot measure: a side beyond its integers, checked before anything that long is made (a file may
  /// name a huge side beside one of zero), then NaN and infinity.
  func requireMeasurable() throws(MatrixError) {
    guard max(rows, columns) <= Int(Int32.max) else { throw .tooLarge(rows: rows, columns: columns) }
    try requireFinite()
  }

  /// Refuses NaN and infinity, naming the first such entry. O(rows · columns).
  public func requireFinite() throws(MatrixError) {
    // The sum of 0·a is NaN as soon as one entry is not finite: one pass without branches.
    var probe = 0.0
    let entries = elements.span
    for i in entries.indices { probe += 0 * entries[i] }
    guard probe != 0 else { return }
    let index = elements.firstIndex { !$0.isFinite } ?? 0
    throw .nonFiniteEntry(row: index / columns, column: index % columns, value: elements[index])
  }

  /// Frobenius norm ‖A‖_F = (Σ a_ij²)^½. O(rows · columns).
  public var frobeniusNorm: Norm { atSafeScale { $0.euclideanNorm(0..<$0.elements.count) } }

  /// ‖Aᵀ‖_{2,1}: the sum over rows (output neurons) of the row's ℓ2 norm, Σᵢ(Σⱼ a_ij²)^½.
  ///
  /// The group norm (2,1) takes the 2-norm of each COLUMN first (Bartlett, Foster, Telgarsky 2017), hence the transpose in
  /// the name. O(rows · columns).
  public var groupNorm21OfTranspose: Norm {
    atSafeScale { a in
      let norms = (0..<a.rows).map { a.euclideanNorm(a.rowRange($0)) }
      return Norm(value: norms.reduce(0) { $0 + $1.value }, upperBound: norms.map(\.upperBound).sum)
    }
  }

  /// (Σᵢ (Σⱼ|a_ij|)²)^½: the norm ‖X‖_{1,2} of theory, section 1, for a data matrix whose rows are samples.
  /// O(rows · columns).
  public var rowNorm12: Norm {
    atSafeScale { a in
      let sums = a.rowMagnitudeSums
      let bound = sums.map { UpperBound(computedSum: $0, ofTerms: a.columns).squared }.sum.squareRoot
      return Norm(value: sums.reduce(0) { $0 + $1 * $1 }.squareRoot(), upperBound: bound)
    }
  }

  /// maxᵢ (Σⱼ a_ij²)^½, the largest row ℓ2 norm. O(rows · columns).
  public var largestRowNorm2: Norm {
    atSafeScale { a in
      let norms = (0..<a.rows).map { a.euclideanNorm(a.rowRange($0)) }
      return Norm(
        value: norms.reduce(0) { max($0, $1.value) }, upperBound: norms.reduce(.zero) { max($0, $1.upperBound) })
    }
  }

  /// An upper bound on (Σᵢ a_ij²)^½ for each column j: above the norm by round-off and by 2⁻⁵³⁷√rows times the largest entry,
  /// since squares of small entries may be lost. O(rows · columns).
  public var columnNorms2: [UpperBound] {
    let scaling = Scaling(largest: largestMagnitude)
    var scaled = self
    scaling.apply(to: &scaled.elements)
    let lost = UpperBound(Double.leastNonzeroMagnitude) * UpperBound(rows)
    return scaled.columnSquareSums.map { sum in
      let square = UpperBound(computedSum: sum, ofTerms: rows) + lost
      return scaling.undone(Norm(value: sum.squareRoot(), upperBound: square.squareRoot)).upperBound
    }
  }

  /// Σᵢ a_ij² for each column j, without protection against overflow.
  private var columnSquareSums: [Double] {
    var sums = [Double](repeating: 0, count: columns)
    var total = sums.mutableSpan
    let entries = elements.span
    for i in 0..<rows {
      let row = entries.extracting(rowRange(i))
      for j in row.indices { total[j] += row[j] * row[j] }
    }
    return sums
  }

  func rowRange(_ i: Int) -> Range<Int> { i * columns..<(i + 1) * columns }

  /// The ℓ2 norm of a part of the entries, at a safe scale.
  private func euclideanNorm(_ range: Range<Int>) -> Norm {
    let squares = LAPACK.sumOfSquares(elements, range)
    // Every square may lose less than the smallest subnormal number; a part that lost everything is bounded by its largest.
    let lost =
      squares > 0x1p-900
      ? UpperBound(Double.leastNonzeroMagnitude) : UpperBound(elements[range].largestMagnitude).squared
    let bound = UpperBound(computedSum: squares, ofTerms: range.count) + lost * UpperBound(range.count)
    return Norm(value: squares.squareRoot(), upperBound: bound.squareRoot)
  }
}
