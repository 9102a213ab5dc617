import Foundation

/// The logarithm of the squared spectral norms in units of the squared margin.
///
///   ln(Π_k ‖Wᵏ‖₂² / γ₁₀²) = 2 (Σ_k ln‖Wᵏ‖₂ − ln γ₁₀). Not available where γ₁₀ ≤ 0: more than a tenth of the samples
///   are wrong.
///
/// Source: log-prod-of-spec-over-margin of Dziugaite et al. 2020, the logarithm of prod-of-spec over margin of Jiang
/// et al. 2020. O(L).
public enum LogProductOverMargin: CapacityMeasure {
  /// Key in reports.
  public static let key = "log-product-over-margin"
  /// The measure in one line.
  public static let formula = "ln(Π‖W‖₂²/γ₁₀²)"
  /// Where it comes from.
  public static let source =
    "log-prod-of-spec-over-margin of Dziugaite et al. 2020, the logarithm of prod-of-spec over margin of Jiang et al. 2020"
  /// What a reader should know.
  public static let remarks = [
    "weight matrices as they are in the file, biases left out",
    "γ₁₀ is the 10th percentile of all training margins, as these authors choose it, whatever margin scale is in use",
    "Dziugaite et al. rank ½(this − ln n), which is the same order at the same n",
  ]
  /// Where a larger gap is expected.
  public static let expectation = MeasureExpectation.larger

  /// The measure of a network.
  public static func outcome(_ network: NetworkObservations) -> MeasureOutcome {
    network.margins.outcome { margins in
      let γ = margins.p10
      guard γ > 0 else { return .notAvailable(reason: "the 10th percentile of the training margins is not positive") }
      let logarithm = network.layers.reduce(-2 * log(γ)) { $0 + 2 * log($1.spectralNorm) }
      guard logarithm > -.infinity else { return .notAvailable(reason: "a weight matrix is zero: the logarithm is −∞") }
      return .value(logarithm)
    }
  }
}
