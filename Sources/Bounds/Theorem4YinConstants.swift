import MatrixNorms

/// The published skeleton with constants as remembered from Yin, Kannan, Bartlett 2019. Unverified: for comparison only.
///
///   (1/γ) [4/n^{3/2} + (60 ln n ln(2d_max)/n) ‖X‖_F Π s (Σ (b/s)^{2/3})^{3/2}] in place of (2/γ) R_margin;
///   the other terms as in `Theorem4`.
///
/// Symbols: `Theorem4Complexity`. Source: theory, section 4 (profiles). O(n + L²).
public enum Theorem4YinConstants: GeneralizationBound {
  /// Key in reports.
  public static let key = "theorem4-yin-constants"
  /// The bound in one line.
  public static let formula =
    "as theorem4 with (1/γ)[4/n^{3/2} + (60 ln n ln(2d)/n)‖X‖_F Πs(Σ(b/s)^{2/3})^{3/2}] for (2/γ)R_margin"
  /// Where it comes from.
  public static let source = "constants remembered from Yin, Kannan, Bartlett 2019; unverified"
  /// What must hold for the number to be a bound.
  public static let assumptions = Theorem4.assumptions + ["unverified constants: not a proved bound"]
  /// False: the constants come from memory.
  public static let isVerified = false

  /// Empirical, margin, perturbation and confidence term.
  public static func terms(_ evidence: Evidence) -> [Term] {
    let shared = Theorem4Complexity(evidence: evidence, cut: .fixed)
    return [
      shared.empirical, Term("margin_complexity", marginTerm(evidence)), shared.perturbationTerm,
      evidence.confidence(),
    ]
  }

  private static func marginTerm(_ e: Evidence) -> UpperBound {
    let n = e.n
    let first = UpperBound(4) * n.squareRoot / n / n
    let logarithms = UpperBound.log(n) * .log(UpperBound(2) * UpperBound(e.maximumWidth))
    let second = UpperBound(60) * logarithms / n * e.inputs.frobeniusNorm * e.layers[...].spectralComplexity
    return (first + second) / UpperBound(e.marginScale)
  }
}
