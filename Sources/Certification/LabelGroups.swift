import MatrixNorms
import Networks

/// The samples of a batch gathered by label, so that the last layer's merged rows Wᴸ_y − Wᴸ_j are built once a label and
/// multiplied with all of its samples in one product.
enum LabelGroups {
  /// min over j ≠ y of `margin(y's merged rows, the samples' rows of each part)`, for each sample.
  ///
  /// `evaluate` gets a label and the sample indices that carry it; it returns a (samples × classes) matrix of lower bounds on
  /// f̂_y − f̂_j, whose column y is ignored.
  static func lowestMargins(labels: [Int], _ evaluate: (_ label: Int, _ samples: [Int]) -> Matrix) -> [Double] {
    var lowest = [Double](repeating: .infinity, count: labels.count)
    for (y, samples) in Dictionary(grouping: labels.indices, by: { labels[$0] }) {
      let bounds = evaluate(y, samples)
      for (row, sample) in samples.enumerated() {
        for j in 0..<bounds.columns where j != y {
          let bound = bounds[row, j]
          // A NaN certifies nothing, and no more does an overflow.
          lowest[sample] = min(lowest[sample], bound < .infinity ? bound : -.infinity)
        }
      }
    }
    return lowest
  }

  /// Rows of a matrix, copied together.
  static func gather(_ rows: [Int], of matrix: Matrix) -> Matrix {
    Matrix(rows: rows.count, columns: matrix.columns, elements: rows.flatMap { matrix.row($0) })
  }

  /// Wᴸ_y − Wᴸ_j for all j.
  static func mergedRows(of weight: Matrix, label y: Int) -> Matrix {
    let reference = weight.row(y)
    return Matrix(
      rows: weight.rows, columns: weight.columns,
      elements: (0..<weight.rows).flatMap { j in zip(reference, weight.row(j)).map { $0 - $1 } })
  }
}
