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
  /// 1 − δ of this one certificate, after the division.
  public let confidence: Double
  /// The limit, rounded up.
  public let errorUpperLimit: Double
}
