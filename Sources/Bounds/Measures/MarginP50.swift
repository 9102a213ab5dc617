/// The usual margin of the training samples.
///
///   The median of M(f(x_i), y_i) over all training samples, linear between order statistics. Doubles with the
///   network's output.
///
/// Source: Bartlett, Foster, Telgarsky 2017; Jiang et al. 2019 (margin distributions). O(L).
public enum MarginP50: CapacityMeasure {
  /// Key in reports.
  public static let key = "margin-p50"
  /// The measure in one line.
  public static let formula = "median of the training margins"
  /// Where it comes from.
  public static let source = "Bartlett, Foster, Telgarsky 2017; Jiang et al. 2019 (margin distributions)"
  /// What a reader should know.
  public static let remarks = [
    "margin: output of the right class − largest other output, of all training samples, wrong ones included"
  ]
  /// Where a larger gap is expected.
  public static let expectation = MeasureExpectation.smaller

  /// The measure of a network.
  public static func outcome(_ network: NetworkObservations) -> MeasureOutcome {
    network.margins.outcome { .value($0.p50) }
  }
}
