import MatrixNorms

/// Theorem 4 of Tsai, Hsu, Yu, Chen 2021 as proved in theory, section 4: Dudley's integral cut at α = Q/n.
///
///   (1/n) Σ ℓ̂ + (2/γ) [R_margin + Σ a_m R_m] + 3 √(ln(2/δ)/(2n)), R = 4Q/n^{3/2} + (12 A/n) ln n.
///
/// This closed form carries the spectral complexity of the published statements. Symbols: `Theorem4Complexity`.
/// Assumes: norms fixed before the data ("a priori class"), ρ non-negative, monotone, 1-Lipschitz. O(n + L²).
public enum Theorem4: GeneralizationBound {
  /// Key in reports.
  public static let key = "theorem4"
  /// The bound in one line.
  public static let formula =
    "(1/n)Σφ_γ(M_ε) + (2/γ)[R_margin + Σ a_m R_m] + 3√(ln(2/δ)/2n), R = 4Q/n^{3/2} + (12A/n) ln n"
  /// Where it comes from.
  public static let source = "Tsai, Hsu, Yu, Chen 2021, Theorem 4 (arXiv 2103.02200); own proof and constants"
  /// What must hold for the number to be a bound.
  public static let assumptions = [
    "a priori class: norms and γ fixed before the data were seen", "samples independent and identically distributed",
    "ρ non-negative, non-decreasing, 1-Lipschitz",
  ]

  /// Empirical, margin, perturbation and confidence term.
  public static func terms(_ evidence: Evidence) -> [Term] {
    Theorem4Complexity(evidence: evidence, cut: .fixed).terms()
  }
}
