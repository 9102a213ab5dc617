/// How weights are disturbed at random.
public enum NoiseKind: String, Sendable, CaseIterable {
  /// Every weight uniform in [w − e, w + e]: within the ball.
  case uniform
  /// Every weight normal with mean w and standard deviation e: most draws leave the ball, and no certificate speaks of them.
  case gaussian
}

/// Accuracy under random weights. *Random* quantifier: the mean over draws, not the worst.
public struct NoiseOutcome: Sendable, Equatable {
  /// How weights are disturbed.
  public let kind: NoiseKind
  /// The accuracy of each draw, ascending.
  public let accuracies: [Double]
  /// The expected accuracy on these samples lies in here with the given confidence (Chernoff–Hoeffding in its
  /// Kullback–Leibler form, for independent draws with values in [0, 1]).
  public let interval: ClosedRange<Double>
  /// 1 − δ.
  public let confidence: Double

  /// The mean over draws.
  public var accuracy: Double {
    let mean = accuracies.reduce(0, +) / Double(max(1, accuracies.count))
    // Rounding must not carry the mean of equal numbers beyond them.
    return min(max(mean, accuracies.first ?? 0), accuracies.last ?? 0)
  }

  /// An outcome.
  public init(kind: NoiseKind, accuracies: [Double], interval: ClosedRange<Double>, confidence: Double) {
    self.kind = kind
    self.accuracies = accuracies
    self.interval = interval
    self.confidence = confidence
  }
}
