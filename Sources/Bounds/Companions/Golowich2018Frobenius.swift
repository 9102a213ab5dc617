import MatrixNorms

/// Golowich, Rakhlin, Shamir 2018 (arXiv 1712.06541), Theorem 1: R = (1/n) Π ‖Wᵏ‖_F (√(2L ln 2) + 1) ‖X‖_F.
///
/// Peeling a layer off costs the factor 2 inside a logarithm, hence √L in the place of 2^L. Symbols, the way from R to the bound
/// and what it assumes: `ScalarOutputBound`. O(n + L).
public enum Golowich2018Frobenius: ScalarOutputBound {
  /// Key in reports.
  public static let key = "golowich-2018-frobenius"
  /// Where it comes from.
  public static let source =
    "Golowich, Rakhlin, Shamir 2018, Theorem 1 (arXiv 1712.06541); 2K: Mohri et al. 2018, Theorem 9.2"
  static let complexityFormula = "(1/n) Π‖W‖_F (√(2L ln 2) + 1) ‖X‖_F"

  static func complexity(_ e: Evidence) -> UpperBound {
    let depth = (UpperBound(2 * e.depth) * .log(UpperBound(2))).squareRoot + .one
    return e.layers.map(\.frobeniusNorm).product * depth * e.inputs.frobeniusNorm / e.n
  }
}
