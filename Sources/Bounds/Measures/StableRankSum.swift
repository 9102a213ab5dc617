/// The sum of the stable ranks, each between 1 and the rank.
///
///   Σ_k ‖Wᵏ‖_F² / ‖Wᵏ‖₂². Unchanged where a layer is multiplied by a number.
///
/// Source: fro-over-spec of Jiang et al. 2020. O(L).
public enum StableRankSum: CapacityMeasure {
  /// Key in reports.
  public static let key = "stable-rank-sum"
  /// The measure in one line.
  public static let formula = "Σ‖W‖_F²/‖W‖₂²"
  /// Where it comes from.
  public static let source = "fro-over-spec of Jiang et al. 2020"
  /// What a reader should know.
  public static let remarks = [
    "weight matrices as they are in the file, biases left out",
    "a matrix of zeros counts 0",
  ]
  /// Where a larger gap is expected.
  public static let expectation = MeasureExpectation.larger

  /// The measure of a network.
  public static func outcome(_ network: NetworkObservations) -> MeasureOutcome {
    .value(
      network.layers.reduce(0) { sum, layer in
        guard layer.spectralNorm > 0 else { return sum }
        let ratio = layer.frobeniusNorm / layer.spectralNorm
        return sum + ratio * ratio
      })
  }
}
