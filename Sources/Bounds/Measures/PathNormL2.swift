/// The ℓ2 path norm: the root of the sum, over all paths from an input or a bias to an output, of the products of w².
///
///   (1ᵀ vᴸ)^½ with v⁰ = 1, vᵏ = (Wᵏ)∘² vᵏ⁻¹ + (βᵏ)∘². Unchanged by rebalancing a network of ReLUs neuron by neuron.
///
/// Source: Neyshabur, Salakhutdinov, Srebro 2015 (Path-SGD); its square is path-norm of Jiang et al. 2020. O(L).
public enum PathNormL2: CapacityMeasure {
  /// Key in reports.
  public static let key = "path-norm-l2"
  /// The measure in one line.
  public static let formula = "(Σ over paths of Π w²)^½"
  /// Where it comes from.
  public static let source =
    "Neyshabur, Salakhutdinov, Srebro 2015 (Path-SGD); its square is path-norm of Jiang et al. 2020"
  /// What a reader should know.
  public static let remarks = [
    "paths lead from an input or from a bias to an output; the weights of a path, its bias among them, are multiplied"
  ]
  /// Where a larger gap is expected.
  public static let expectation = MeasureExpectation.larger
  /// Products of many layers leave the doubles.
  public static let isLogarithmic = true

  /// The measure of a network.
  public static func outcome(_ network: NetworkObservations) -> MeasureOutcome {
    network.pathNorms.outcome { .log10($0.l2.log10) }
  }
}
