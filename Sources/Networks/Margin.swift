import Foundation
import MatrixNorms

extension Matrix {
  /// M(v, y) = v_y − max_{j≠y} v_j for each row v of logits and its label y. Ties give 0, which counts as an error.
  public func margins(labels: [Int]) -> [Double] {
    lowestPairwiseMargins(labels: labels) { _, _ in 0 }
  }

  /// min over j ≠ y of v_y − v_j − η(row, j), for each row.
  public func lowestPairwiseMargins(labels: [Int], minus η: (_ row: Int, _ j: Int) -> Double) -> [Double] {
    var sample = 0
    return forEachRow { v in
      let y = labels[sample]
      var lowest = Double.infinity
      for j in v.indices where j != y {
        let margin = v[y] - v[j] - η(sample, j)
        // A NaN certifies nothing.
        lowest = Swift.min(lowest, margin.isNaN ? -.infinity : margin)
      }
      sample += 1
      return lowest
    }
  }

  /// ln Σ_j e^{v_j} − v_y for each row: the cross-entropy of the softmax.
  public func crossEntropies(labels: [Int]) -> [Double] {
    var sample = 0
    return forEachRow { v in
      var largest = -Double.infinity
      for j in v.indices { largest = Swift.max(largest, v[j]) }
      var sum = 0.0
      for j in v.indices { sum += exp(v[j] - largest) }
      let label = labels[sample]
      sample += 1
      return largest + log(sum) - v[label]
    }
  }
}
