import Foundation

/// The product of the spectral norms in units of the margin scale.
///
///   Π_k ‖Wᵏ‖₂ / γ, as log₁₀. With γ a percentile of the margins it does not change where the output is multiplied by
///   a number.
///
/// Source: Bartlett, Foster, Telgarsky 2017 (the Lipschitz constant, normalized by the margin). O(L).
public enum SpectralNormProductOverMargin: CapacityMeasure {
  /// Key in reports.
  public static let key = "spectral-norm-product-over-margin"
  /// The measure in one line.
  public static let formula = "Π‖W‖₂/γ"
  /// Where it comes from.
  public static let source = "Bartlett, Foster, Telgarsky 2017 (the Lipschitz constant, normalized by the margin)"
  /// What a reader should know.
  public static let remarks = [
    "weight matrices as they are in the file, biases left out",
    "γ is the margin scale in use, the same as in the bounds",
  ]
  /// Where a larger gap is expected.
  public static let expectation = MeasureExpectation.larger
  /// Products of many layers leave the doubles.
  public static let isLogarithmic = true

  /// The measure of a network.
  public static func outcome(_ network: NetworkObservations) -> MeasureOutcome {
    network.marginScale.outcome { γ in .log10(network.log10SpectralNorms - log10(γ)) }
  }
}
