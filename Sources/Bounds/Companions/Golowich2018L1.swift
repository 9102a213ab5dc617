import MatrixNorms

/// Golowich, Rakhlin, Shamir 2018 (arXiv 1712.06541), Theorem 2: R = (2/n) Π r̃_k √(L + 1 + ln d_0) maxⱼ ‖X_{:,j}‖₂.
///
/// r̃_k is the largest row ℓ1 norm of the class matrix, d_0 the number of its inputs and X_{:,j} a column of the inputs, the
/// constant one included where there are biases. The paper writes ‖Wᵏ‖_{1,∞} for r̃_k. Symbols, the way from R to the bound and
/// what it assumes: `ScalarOutputBound`. O(n + L).
public enum Golowich2018L1: ScalarOutputBound {
  /// Key in reports.
  public static let key = "golowich-2018-l1"
  /// Where it comes from.
  public static let source =
    "Golowich, Rakhlin, Shamir 2018, Theorem 2 (arXiv 1712.06541); 2K: Mohri et al. 2018, Theorem 9.2"
  static let complexityFormula = "(2/n) Πr √(L + 1 + ln d₀) maxⱼ‖X_{:,j}‖₂"

  static func complexity(_ e: Evidence) -> UpperBound {
    let depth = (UpperBound(e.depth + 1) + .log(UpperBound(e.inputs.width))).squareRoot
    return UpperBound(2) * e.layers.map(\.classInfinityNorm).product * depth * e.inputs.largestColumnNorm / e.n
  }
}
