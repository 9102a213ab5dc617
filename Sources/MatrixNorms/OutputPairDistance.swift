extension Matrix {
  /// D_ij = ‖A_i − A_j‖₁ of one row i to every row j, as computed: exact sums are at most 1 + 2(columns + 1)u times it.
  ///
  /// For the last layer of a classifier it measures how far a perturbation can move two outputs apart (theory, section 1).
  /// O(rows · columns).
  public func pairDistances(ofRow i: Int) -> [Double] {
    var difference = [Double](repeating: 0, count: columns)
    return (0..<rows).map { distance(i, $0, &difference) }
  }

  /// D = max over pairs of D_ij.
  ///
  /// Beyond `pairLimit` rows the sum of the two largest row ℓ1 norms stands for it, an upper bound by the triangle
  /// inequality. O(rows² · columns) up to there, O(rows · columns) beyond.
  public var outputPairDistance: Norm {
    atSafeScale { a in
      guard a.rows <= Self.pairLimit else {
        let largest = a.rowMagnitudeSums.sorted(by: >).prefix(2)
        return Norm(sum: largest.reduce(0, +), ofTerms: a.columns + 1)
      }
      var difference = [Double](repeating: 0, count: a.columns)
      var largest = 0.0
      for i in 0..<a.rows {
        for j in 0..<i { largest = Swift.max(largest, a.distance(i, j, &difference)) }
      }
      // One rounding in each difference, then the sum.
      return Norm(sum: largest, ofTerms: a.columns + 1)
    }
  }

  /// Rows up to which all pairs are compared: a quadratic effort that a small file could otherwise ask for.
  public static var pairLimit: Int { 1024 }

  private func distance(_ i: Int, _ j: Int, _ difference: inout [Double]) -> Double {
    var result = difference.mutableSpan
    let (a, b) = (elements.span.extracting(rowRange(i)), elements.span.extracting(rowRange(j)))
    for k in result.indices { result[k] = a[k] - b[k] }
    return LAPACK.sumOfMagnitudes(difference, 0..<columns)
  }
}
