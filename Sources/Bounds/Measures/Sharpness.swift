/// How much the training loss rises when all weights move by at most their radii: one Ŵ for the whole training set.
///
///   (max found of CE(Ŵ) − CE(W)) / (1 + CE(W)), |Ŵᵏ − Wᵏ| ≤ ε_k, CE the mean training cross-entropy. Not negative,
///   as W is in the ball.
///
/// Source: after Keskar et al. 2017, metric 2.1, without its factor 100 and with the report's radii. O(L).
public enum Sharpness: CapacityMeasure {
  /// Key in reports.
  public static let key = "sharpness"
  /// The measure in one line.
  public static let formula = "(worst cross-entropy found in the ball − cross-entropy)/(1 + cross-entropy)"
  /// Where it comes from.
  public static let source =
    "after Keskar et al. 2017, metric 2.1, without its factor 100 and with the report's radii"
  /// What a reader should know.
  public static let remarks = [
    "a lower limit: the worst weights that a search found, not the worst there are",
    "one choice of weights for the whole training set; cross-entropies are means over it, in nats",
  ]
  /// Where a larger gap is expected.
  public static let expectation = MeasureExpectation.larger

  /// The measure of a network.
  public static func outcome(_ network: NetworkObservations) -> MeasureOutcome {
    network.sharpness.outcome { .value($0) }
  }
}
