import Foundation
import MatrixNorms

/// Σ over some samples of what a batch reports.
struct SampleSums: Sendable {
  /// Σ ln Σ_j e^{f_j} − f_y.
  var crossEntropy = 0.0
  /// Σ of the robust term, without its factor.
  var robustTerm = 0.0
  /// Samples whose largest logit is not, or not only, the label's.
  var errors = 0

  static func + (a: SampleSums, b: SampleSums) -> SampleSums {
    SampleSums(
      crossEntropy: a.crossEntropy + b.crossEntropy, robustTerm: a.robustTerm + b.robustTerm,
      errors: a.errors + b.errors)
  }
}

extension SamplePass {
  /// ℓ_CE(f, y) = ln Σ_j e^{f_j} − f_y of every row; writes ∂/∂f = softmax(f) − e_y, times `factor`. O(rows · K).
  mutating func addCrossEntropy(factor: Scalar, to sums: inout SampleSums) {
    let K = layout.classCount
    let logits = preActivations[layout.depth - 1]
    for row in 0..<rows {
      let (start, y) = (row * K, labels[row])
      var (largest, rival) = (-Double.infinity, -Double.infinity)
      for j in 0..<K {
        let v = Double(logits[start + j])
        // A NaN goes on into the sum, where it is found.
        largest = max(largest, v)
        if j != y { rival = max(rival, v) }
      }
      var sum = 0.0
      for j in 0..<K { sum += exp(Double(logits[start + j]) - largest) }
      let own = Double(logits[start + y])
      sums.crossEntropy += largest + log(sum) - own
      if !(own > rival) { sums.errors += 1 }
      for j in 0..<K {
        let share = exp(Double(logits[start + j]) - largest) / sum - (j == y ? 1 : 0)
        preActivationGradients[layout.depth - 1][start + j] = factor * Scalar(share)
      }
    }
  }
}
