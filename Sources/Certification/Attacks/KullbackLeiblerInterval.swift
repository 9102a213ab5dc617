import Foundation

/// A confidence interval for an expected value from the mean p̂ of n independent draws in [0, 1].
///
///   { p : n·kl(p̂ ‖ p) ≤ ln(2/δ) },   kl(q ‖ p) = q ln(q/p) + (1 − q) ln((1 − q)/(1 − p)).
///
/// Each side fails with probability at most δ/2: for draws in [0, 1] with mean p, P(p̂ ≥ q) ≤ e^{−n kl(q ‖ p)} for q ≥ p, and the
/// same below. The draws need not be 0 or 1, nor have the same distribution shape: e^{tx} is convex, so that a draw in [0, 1] has a
/// moment generating function no larger than a Bernoulli one of the same mean. Source: Hoeffding 1963, Theorem 1 (inequality
/// 2.1). Never wider than Hoeffding's ±√(ln(2/δ)/(2n)), and much narrower near 0 and 1.
///
/// **Error bounds.** kl is evaluated to within 16u of 1 and its terms' magnitudes, the threshold is raised by 8u, p̂ is
/// moved one double outwards, and bisection returns the outer of its last two points: the interval contains the exact one.
public enum KullbackLeiblerInterval {
  /// The interval; [0, 1] for no draws. O(1).
  ///
  /// - Precondition: the mean lies in [0, 1], the confidence 1 − δ in (0, 1), the count is not negative.
  public static func interval(mean: Double, count: Int, confidence: Double) -> ClosedRange<Double> {
    precondition(
      (0...1).contains(mean) && confidence > 0 && confidence < 1 && count >= 0, "no mean of numbers in [0, 1]")
    guard count > 0 else { return 0...1 }
    let threshold = log(2 / (1 - confidence)) / Double(count) * (1 + 8 * unitRoundOff)
    let lower = lowerLimit(max(0, mean.nextDown), threshold)
    let upper = 1 - lowerLimit(max(0, (1 - mean).nextDown), threshold)
    return lower...min(1, upper.nextUp)
  }

  /// A point not above the least p ≤ q with kl(q ‖ p) ≤ threshold. The upper limit is 1 − that of 1 − q.
  private static func lowerLimit(_ q: Double, _ threshold: Double) -> Double {
    var (outside, inside) = (0.0, q)
    // On a scale of doubles, not of distances: the limit may be tiny.
    while true {
      let middle = Double(bitPattern: (outside.bitPattern + inside.bitPattern) / 2)
      guard middle > outside, middle < inside else { return outside }
      if divergence(q, middle) <= threshold { inside = middle } else { outside = middle }
    }
  }

  /// A lower bound on kl(q ‖ p) for 0 < p ≤ q ≤ 1.
  private static func divergence(_ q: Double, _ p: Double) -> Double {
    let first = q * log(q / p)
    // (1 − q)/(1 − p) = 1 − r, whose logarithm loses nothing near r = 0, nor the quotient's near r = 1.
    let r = (q - p) / (1 - p)
    let second = q < 1 ? (1 - q) * (r < 0.5 ? log1p(-r) : log((1 - q) / (1 - p))) : 0
    return first + second - 16 * unitRoundOff * (first.magnitude + second.magnitude + 1)
  }
}
