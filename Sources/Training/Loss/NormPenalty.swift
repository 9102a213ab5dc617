import MatrixNorms

/// Σ_k (‖(Wᵏ)ᵀ‖_{1,∞} + ‖Wᵏ‖_{1,∞}): the largest row sum and the largest column sum of |Wᵏ|, over all layers.
///
/// The subgradient is sign(W) on the first row and the first column that attain the maxima. Source: Tsai et al. 2021,
/// section 3.5, the term that buys generalization. O(parameters).
enum NormPenalty {
  /// The sum; adds `factor` times its subgradient.
  static func add<Scalar: BLASScalar>(
    _ parameters: [Scalar], _ layout: ParameterLayout, factor: Scalar, to gradient: inout [Scalar]
  ) -> Double {
    var total = 0.0
    for block in layout.weights {
      let rows = (0..<block.rows).map { Scalar.sumOfMagnitudes(parameters, block.row($0)) }
      var columns = Array(repeating: Scalar(0), count: block.columns)
      for i in 0..<block.rows {
        Loop.update(&columns, 0..<block.columns, parameters, block.row(i)) { $0 + $1.magnitude }
      }
      let (row, column) = (rows.firstIndexOfMaximum, columns.firstIndexOfMaximum)
      total += Double(rows[row]) + Double(columns[column])
      Loop.update(&gradient, block.row(row), parameters, block.row(row)) { $0 + factor * $1.signum }
      for i in 0..<block.rows {
        let entry = block.offset + i * block.columns + column
        gradient[entry] += factor * parameters[entry].signum
      }
    }
    return total
  }
}

extension Array where Element: FloatingPoint {
  /// Where the largest element stands first. A NaN is the largest of all, so that it is not passed over.
  var firstIndexOfMaximum: Int {
    var best = 0
    for i in indices where !(self[i] <= self[best]) {
      if self[i].isNaN { return i }
      best = i
    }
    return best
  }
}
