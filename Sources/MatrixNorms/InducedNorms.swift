extension Matrix {
  /// Σⱼ|a_ij| for each row i, at a safe scale.
  var rowMagnitudeSums: [Double] { (0..<rows).map { LAPACK.sumOfMagnitudes(elements, rowRange($0)) } }

  /// The ∞→∞ operator norm ‖A‖_∞ = maxᵢ Σⱼ|a_ij| = ‖Aᵀ‖_{1,∞}: the largest row ℓ1 norm. O(rows · columns).
  public var inducedInfinityNorm: Norm {
    atSafeScale { Norm(sum: $0.rowMagnitudeSums.max() ?? 0, ofTerms: $0.columns) }
  }

  /// The 1→1 operator norm ‖A‖₁ = maxⱼ Σᵢ|a_ij| = ‖A‖_{1,∞}: the largest column ℓ1 norm. O(rows · columns).
  public var inducedOneNorm: Norm {
    atSafeScale { Norm(sum: $0.columnMagnitudeSums.max() ?? 0, ofTerms: $0.rows) }
  }

  /// Σᵢ|a_ij| for each column j, at a safe scale.
  private var columnMagnitudeSums: [Double] {
    var sums = [Double](repeating: 0, count: columns)
    var total = sums.mutableSpan
    let entries = elements.span
    for i in 0..<rows {
      let row = entries.extracting(rowRange(i))
      for j in row.indices { total[j] += row[j].magnitude }
    }
    return sums
  }
}
