/// An upper limit on the true robust error from held-out samples (theory, section 5).
///
/// With k of m samples whose certified margin is ≤ 0, the probability that a fresh sample is misclassified by some Ŵ of the
/// ball is at most the Clopper–Pearson limit Beta⁻¹(1 − δ; k + 1, m − k), with confidence 1 − δ. Conditions: the samples are
/// drawn independently from the distribution in question and were used neither for training nor for choosing the model or
/// the ball; of several balls each gets δ divided by their number (Bonferroni).
public struct HeldOutCertificate: Sendable, Equatable {
  /// k, samples not certified.
  public let errors: Int
  /// m.
  public let count: Int
  /// 1 − δ of this one certificate, after the division: the nearest double below 1.
  public let confidence: Double
  /// The limit, rounded up.
  public let errorUpperLimit: Double

  /// The certificate for k of m held-out samples that are not certified.
  ///
  /// - Parameters:
  ///   - failureProbability: δ of all certificates that are stated together.
  ///   - balls: how many those are; each gets δ/balls, rounded down.
  /// - Precondition: 0 ≤ k ≤ m, 0 < δ < 1, at least one ball.
  /// - Complexity: see `ClopperPearson`.
  public init(errors k: Int, count m: Int, failureProbability δ: Double, dividedAmong balls: Int = 1) {
    precondition(balls >= 1, "there is at least one ball")
    // Stepped down where the division is not exact: the sum of the parts must not exceed δ.
    let quotient = δ / Double(balls)
    let share = (-δ).addingProduct(quotient, Double(balls)) > 0 ? quotient.nextDown : quotient
    errors = k
    count = m
    confidence = min(1 - share, 1.0.nextDown)
    errorUpperLimit = ClopperPearson.upperLimit(errors: k, count: m, failureProbability: share)
  }
}
