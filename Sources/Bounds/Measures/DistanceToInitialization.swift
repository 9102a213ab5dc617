/// How far the weights have moved in the training.
///
///   (Σ_k ‖Wᵏ − Mᵏ‖_F²)^½, M the reference matrices.
///
/// Source: Nagarajan, Kolter 2019; its square is fro-dist of Jiang et al. 2020. O(L).
public enum DistanceToInitialization: CapacityMeasure {
  /// Key in reports.
  public static let key = "distance-to-initialization"
  /// The measure in one line.
  public static let formula = "(Σ‖W − M‖_F²)^½"
  /// Where it comes from.
  public static let source = "Nagarajan, Kolter 2019; its square is fro-dist of Jiang et al. 2020"
  /// What a reader should know.
  public static let remarks = [
    "M are the reference matrices: the weights before the training, where the measure is to mean what its name says",
    "biases left out",
  ]
  /// Where a larger gap is expected.
  public static let expectation = MeasureExpectation.larger

  /// The measure of a network.
  public static func outcome(_ network: NetworkObservations) -> MeasureOutcome {
    network.distances.outcome { distances in
      // Scaled, so that no square overflows.
      let largest = distances.reduce(0) { max($0, $1.frobenius) }
      guard largest > 0 else { return .value(largest) }
      let sum = distances.reduce(0) { $0 + ($1.frobenius / largest) * ($1.frobenius / largest) }
      return .value(largest * sum.squareRoot())
    }
  }
}
