import Foundation

/// The product of the Frobenius norms.
///
///   Π_k ‖Wᵏ‖_F, as log₁₀. Not below `SpectralNormProduct`.
///
/// Source: Neyshabur, Tomioka, Srebro 2015; its square is prod-of-fro of Jiang et al. 2020. O(L).
public enum FrobeniusNormProduct: CapacityMeasure {
  /// Key in reports.
  public static let key = "frobenius-norm-product"
  /// The measure in one line.
  public static let formula = "Π‖W‖_F"
  /// Where it comes from.
  public static let source = "Neyshabur, Tomioka, Srebro 2015; its square is prod-of-fro of Jiang et al. 2020"
  /// What a reader should know.
  public static let remarks = ["weight matrices as they are in the file, biases left out"]
  /// Where a larger gap is expected.
  public static let expectation = MeasureExpectation.larger
  /// Products of many layers leave the doubles.
  public static let isLogarithmic = true

  /// The measure of a network.
  public static func outcome(_ network: NetworkObservations) -> MeasureOutcome {
    .log10(network.layers.reduce(0) { $0 + log10($1.frobeniusNorm) })
  }
}
