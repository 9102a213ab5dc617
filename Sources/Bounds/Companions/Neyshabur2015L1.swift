import MatrixNorms

/// Neyshabur, Tomioka, Srebro 2015 (arXiv 1503.00036), Theorem 1, p = 1 and q = ∞: R = 2^L Π r̃_k √(ln 2d_0) max ‖x‖_∞/√n.
///
/// The paper's √(γ² 2^{2(L−1)} min(p*, 4 ln 2d_0) max ‖x‖²_{p*}/n) with γ = Π r̃_k, p* = ∞; r̃_k is the largest row ℓ1 norm of the
/// class matrix, d_0 the number of its inputs. Symbols, the way from R to the bound and what it assumes: `ScalarOutputBound`. O(n + L).
public enum Neyshabur2015L1: ScalarOutputBound {
  /// Key in reports.
  public static let key = "neyshabur-2015-l1"
  /// Where it comes from.
  public static let source =
    "Neyshabur, Tomioka, Srebro 2015, Theorem 1 with p = 1, q = ∞ (arXiv 1503.00036); 2K: Mohri et al. 2018, Theorem 9.2"
  static let complexityFormula = "2^L Πr √(ln 2d₀) max‖x‖_∞/√n"

  static func complexity(_ e: Evidence) -> UpperBound {
    let width = UpperBound.log(UpperBound(2 * e.inputs.width)).squareRoot
    let doubled = e.layers.map { UpperBound(2) * $0.classInfinityNorm }.product
    return doubled * width * e.inputs.largestMagnitude * (.one / e.n).squareRoot
  }
}
