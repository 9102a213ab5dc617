import Foundation
import MatrixNorms

/// Cross-entropy of worst-case margins, ln(1 + Σ_{j≠y} e^{−m_j}).
enum WorstMargins {
  /// The value for the margins m_j of a row; replaces them by −∂/∂m_j, the softmax of −m over all classes, 0 at y.
  static func crossEntropy<Scalar: BLASScalar>(_ m: inout [Scalar], _ range: Range<Int>, label y: Int) -> Double {
    let own = range.lowerBound + y
    // The label's own margin is 0: one term of the sum is 1.
    m[own] = 0
    var lowest = 0.0
    for i in range { lowest = min(lowest, Double(m[i])) }
    var sum = 0.0
    for i in range { sum += exp(lowest - Double(m[i])) }
    for i in range { m[i] = Scalar(exp(lowest - Double(m[i])) / sum) }
    m[own] = 0
    return log(sum) - lowest
  }
}
