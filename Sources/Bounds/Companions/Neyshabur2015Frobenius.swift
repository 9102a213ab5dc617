import MatrixNorms

/// Neyshabur, Tomioka, Srebro 2015 (arXiv 1503.00036), Theorem 1, p = q = 2: R = 2^{L−1} √2 Π ‖Wᵏ‖_F max ‖x‖₂/√n.
///
/// The paper's √(γ² 2^{2(L−1)} min(p*, 4 ln 2d_0) max ‖x‖²_{p*}/n) with γ = Π ‖Wᵏ‖_F, p* = 2. Symbols, the way from R to the bound and
/// what it assumes: `ScalarOutputBound`. O(n + L).
public enum Neyshabur2015Frobenius: ScalarOutputBound {
  /// Key in reports.
  public static let key = "neyshabur-2015-frobenius"
  /// Where it comes from.
  public static let source =
    "Neyshabur, Tomioka, Srebro 2015, Theorem 1 with p = q = 2 (arXiv 1503.00036); 2K: Mohri et al. 2018, Theorem 9.2"
  static let complexityFormula = "2^{L−1} √2 Π‖W‖_F max‖x‖₂/√n"

  static func complexity(_ e: Evidence) -> UpperBound {
    // 2^{L−1} √2 = 2^L √½.
    let doubled = e.layers.map { UpperBound(2) * $0.frobeniusNorm }.product
    return doubled * UpperBound(0.5).squareRoot * e.inputs.largestEuclideanNorm * (.one / e.n).squareRoot
  }
}
