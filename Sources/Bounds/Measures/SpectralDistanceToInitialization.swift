/// How far the weights have moved in the training, in their strongest directions.
///
///   Σ_k ‖Wᵏ − Mᵏ‖₂², M the reference matrices.
///
/// Source: dist-spec-init of Jiang et al. 2020. O(L).
public enum SpectralDistanceToInitialization: CapacityMeasure {
  /// Key in reports.
  public static let key = "spectral-distance-to-initialization"
  /// The measure in one line.
  public static let formula = "Σ‖W − M‖₂²"
  /// Where it comes from.
  public static let source = "dist-spec-init of Jiang et al. 2020"
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
      .value(distances.reduce(0) { $0 + $1.spectral * $1.spectral })
    }
  }
}
