import Checkpoints

/// Losses of one network on one set of samples.
public struct RiskMeasurement: Sendable {
  /// Number of samples.
  public var count: Int
  /// Share of samples with margin ≤ 0: ties count as errors.
  public var error: Double
  /// Mean cross-entropy of the softmax, in nats.
  public var crossEntropy: Double
  /// Mean ramp loss φ_γ(M); nil without γ.
  public var rampLoss: Double?
  /// Mean ramp loss of the robust margin, φ_γ(M_ε) with D for all pairs: Theorem 4's empirical term.
  public var robustRampLoss: Double?
  /// Share of samples that the theorem's certificate (Theorems 1–3) does not prove correct in the whole ball.
  public var robustError: Double?
  /// The same for every certificate of the catalogue, by key.
  public var certifiedErrors: [String: Double]
  /// ‖X‖_F of the preprocessed inputs.
  public var frobeniusNormX: Double
  /// ‖X‖_{1,2}.
  public var norm12X: Double
  /// Percentiles of the margins, by percent.
  public var marginPercentiles: [Int: Double]

  /// The percentiles that are reported.
  public static let percents = [1, 5, 10, 25, 50, 75, 90, 95, 99]

  /// A measurement.
  public init(
    count: Int, error: Double, crossEntropy: Double, rampLoss: Double? = nil, robustRampLoss: Double? = nil,
    robustError: Double? = nil, certifiedErrors: [String: Double] = [:], frobeniusNormX: Double, norm12X: Double,
    marginPercentiles: [Int: Double]
  ) {
    self.count = count
    self.error = error
    self.crossEntropy = crossEntropy
    self.rampLoss = rampLoss
    self.robustRampLoss = robustRampLoss
    self.robustError = robustError
    self.certifiedErrors = certifiedErrors
    self.frobeniusNormX = frobeniusNormX
    self.norm12X = norm12X
    self.marginPercentiles = marginPercentiles
  }
}

/// Test − train of the same quantity.
public struct GeneralizationGap: Sendable, Equatable {
  /// Of the 0-1 error; nil where a log lacks it.
  public var error: Double?
  /// Of the cross-entropy; nil where a log lacks it.
  public var crossEntropy: Double?
  /// Of the ramp loss.
  public var rampLoss: Double?
  /// Of the robust ramp loss.
  public var robustRampLoss: Double?
  /// Test robust error − train robust ramp loss: what the generalization part of Theorem 4 bounds.
  public var robust: Double?

  /// The gaps that a log tells, its loss taken for the cross-entropy; nil where it lacks one side of both.
  public init?(logged: LoggedMetrics) {
    if let test = logged.testError, let train = logged.trainError { error = test - train }
    if let test = logged.testLoss, let train = logged.trainLoss { crossEntropy = test - train }
    if error == nil, crossEntropy == nil { return nil }
  }

  /// The gaps between two measurements.
  public init(train: RiskMeasurement, test: RiskMeasurement) {
    func difference(_ key: (RiskMeasurement) -> Double?) -> Double? {
      guard let a = key(test), let b = key(train) else { return nil }
      return a - b
    }
    error = Self.difference(test, train)
    crossEntropy = test.crossEntropy - train.crossEntropy
    rampLoss = difference(\.rampLoss)
    robustRampLoss = difference(\.robustRampLoss)
    if let a = test.robustError, let b = train.robustRampLoss { robust = a - b }
  }

  /// Test error − train error as one fraction of counts, (k_test n_train − k_train n_test)/(n_test n_train), rounded once:
  /// two equal gaps are equal numbers, and ties are ties.
  private static func difference(_ test: RiskMeasurement, _ train: RiskMeasurement) -> Double {
    let (n, m) = (Double(test.count), Double(train.count))
    let (k, l) = ((test.error * n).rounded(), (train.error * m).rounded())
    // Shares that are none of so many samples were not counted here.
    guard k / n == test.error, l / m == train.error else { return test.error - train.error }
    return (k * m - l * n) / (n * m)
  }
}
