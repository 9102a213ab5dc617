extension Matrix {
  /// D_ij = ‖A_i − A_j‖₁ for every pair of rows, as a symmetric (rows × rows) matrix, and its largest value D.
  ///
  /// For the last layer of a classifier it measures how far a perturbation can move two outputs apart (theory, section 1).
  /// O(rows² · columns).
  public func outputPairDistances() -> (distances: Matrix, largest: Norm) {
    let scaling = Scaling(largest: largestMagnitude)
    guard scaling.isIdentity else {
      var scaled = self
      scaling.apply(to: &scaled.elements)
      let (distances, largest) = scaled.outputPairDistances()
      let back = distances.elements.map { $0 / scaling.factor }
      return (Matrix(rows: rows, columns: rows, elements: back), scaling.undone(largest))
    }
    var distances = Matrix(rows: rows, columns: rows, repeating: 0)
    var largest = 0.0
    var difference = [Double](repeating: 0, count: columns)
    for i in 0..<rows {
      for j in 0..<i {
        subtract(row: j, fromRow: i, into: &difference)
        let distance = LAPACK.sumOfMagnitudes(difference, 0..<columns)
        distances[i, j] = distance
        distances[j, i] = distance
        largest = max(largest, distance)
      }
    }
    // One rounding in each difference, then the sum.
    return (distances, Norm(sum: largest, ofTerms: columns + 1))
  }

  /// D = max over pairs of D_ij, without keeping the pairs. O(rows² · columns) time.
  public var outputPairDistance: Norm { outputPairDistances().largest }

  private func subtract(row j: Int, fromRow i: Int, into difference: inout [Double]) {
    var result = difference.mutableSpan
    let (a, b) = (elements.span.extracting(rowRange(i)), elements.span.extracting(rowRange(j)))
    for k in result.indices { result[k] = a[k] - b[k] }
  }
}
