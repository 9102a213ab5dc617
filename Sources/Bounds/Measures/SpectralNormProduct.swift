/// The product of the spectral norms: an upper limit of the network's Lipschitz constant in ℓ2.
///
///   Π_k ‖Wᵏ‖₂, as log₁₀: Σ_k log₁₀‖Wᵏ‖₂. Unchanged where a layer is multiplied by c > 0 and the next divided by it.
///
/// Source: Bartlett, Foster, Telgarsky 2017: the Lipschitz constant that norms alone give; its square is prod-of-spec
/// of Jiang et al. 2020. O(L).
public enum SpectralNormProduct: CapacityMeasure {
  /// Key in reports.
  public static let key = "spectral-norm-product"
  /// The measure in one line.
  public static let formula = "Π‖W‖₂"
  /// Where it comes from.
  public static let source =
    "Bartlett, Foster, Telgarsky 2017: the Lipschitz constant that norms alone give; its square is prod-of-spec of Jiang et al. 2020"
  /// What a reader should know.
  public static let remarks = ["weight matrices as they are in the file, biases left out"]
  /// Where a larger gap is expected.
  public static let expectation = MeasureExpectation.larger
  /// Products of many layers leave the doubles.
  public static let isLogarithmic = true

  /// The measure of a network.
  public static func outcome(_ network: NetworkObservations) -> MeasureOutcome {
    .log10(network.log10SpectralNorms)
  }
}
