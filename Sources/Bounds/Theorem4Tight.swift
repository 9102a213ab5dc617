import MatrixNorms

/// Theorem 4 with the best cut of Dudley's integral.
///
///   R = min(Q/√n, (12A/n)(1 + ln(Q/α)) with α = 3A/√n where α < Q).
///
/// Q/√n is the trivial bound; where it wins, covering numbers add nothing at this n, and the term's note says until which n.
/// Symbols: `Theorem4Complexity`. Assumes: as `Theorem4`. Source: theory, section 4. O(n + L²).
public enum Theorem4Tight: GeneralizationBound {
  /// Key in reports.
  public static let key = "theorem4-tight"
  /// The bound in one line.
  public static let formula = "as theorem4 with R = min(Q/√n, (12A/n)(1 + ln(Q√n/3A)))"
  /// Where it comes from.
  public static let source = "Theorem 4 with Dudley's integral cut at its minimum"
  /// What must hold for the number to be a bound.
  public static let assumptions = Theorem4.assumptions

  /// Empirical, margin, perturbation and confidence term.
  public static func terms(_ evidence: Evidence) -> [Term] {
    Theorem4Complexity(evidence: evidence, cut: .best).terms()
  }
}
