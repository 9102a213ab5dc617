/// The ℓ1 path norm: over all paths from an input or a bias to an output, the sum of the products of |w|.
///
///   1ᵀ vᴸ with v⁰ = 1, vᵏ = |Wᵏ| vᵏ⁻¹ + |βᵏ|. Unchanged by rebalancing a network of ReLUs neuron by neuron.
///
/// Source: Neyshabur, Tomioka, Srebro 2015 (path norm with p = 1). O(L).
public enum PathNormL1: CapacityMeasure {
  /// Key in reports.
  public static let key = "path-norm-l1"
  /// The measure in one line.
  public static let formula = "Σ over paths of Π|w|"
  /// Where it comes from.
  public static let source = "Neyshabur, Tomioka, Srebro 2015 (path norm with p = 1)"
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
    network.pathNorms.outcome { .log10($0.l1.log10) }
  }
}
