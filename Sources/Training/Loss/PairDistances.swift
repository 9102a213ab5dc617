import MatrixNorms

/// Differences of the rows of the last weight matrix.
enum PairDistances {
  /// |W_yi − W_ji| for all j, (K × d) by rows.
  static func magnitudes<Scalar: BLASScalar>(
    from y: Int, _ parameters: [Scalar], _ last: MatrixBlock, into table: inout [Scalar]
  ) {
    for j in 0..<last.rows {
      let row = j * last.columns..<(j + 1) * last.columns
      table.replaceSubrange(row, with: parameters[last.row(j)])
      Loop.update(&table, row, parameters, last.row(y)) { ($0 - $1).magnitude }
    }
  }

  /// Adds the gradient of Σ_j Σ_i G_ji |W_yi − W_ji|, G (K × d): sign(W_yi − W_ji) G_ji to row y, the opposite to row j.
  static func addGradient<Scalar: BLASScalar>(
    from y: Int, _ G: [Scalar], _ parameters: [Scalar], _ last: MatrixBlock, to gradient: inout [Scalar]
  ) {
    let d = last.columns
    for j in 0..<last.rows where j != y {
      Loop.addSigned(&gradient, last.row(y), G, from: j * d, sign: parameters, minus: last.row(j).lowerBound)
      Loop.addSigned(&gradient, last.row(j), G, from: j * d, sign: parameters, minus: last.row(y).lowerBound)
    }
  }
}
