import MatrixNorms

/// The spectrally normalized margin bound of Bartlett, Foster, Telgarsky 2017 (arXiv 1706.08498), Lemma A.8, M = 0.
///
///   (1/n) Σ φ_γ(M(x_i, y_i)) + 2 [4/n^{3/2} + (36 ln n/(γn)) ‖X‖_F √(ln 2d_max²) Π s_k (Σ (b_k/s_k)^{2/3})^{3/2}]
///     + 3 √(ln(2/δ)/(2n)).
///
/// | symbol | meaning |
/// |---|---|
/// | φ_γ, M | ramp loss, margin of the network as it is: radii do not enter |
/// | s_k, b_k | spectral norm and ‖(Wᵏ)ᵀ‖_{2,1} of the class matrices (theory, section 6) |
/// | ‖X‖_F, d_max | of the augmented inputs; the largest width of the class matrices |
///
/// The bracket is the Rademacher complexity of the ramp losses, whose values lie in [0, 1]: Dudley's integral of √ln N = R/t
/// from 1/n to √n is 4/n^{3/2} + (12R/n) · (3/2) ln n. **Why 36.** The paper takes the ramp loss as 2/γ-Lipschitz and
/// R = (2/γ) ‖X‖_F √(ln 2d²) Π s (…)^{3/2}, so 12 · 3/2 · 2 = 36, but drops the ceiling of its Lemma 3.2,
/// ln N ≤ ⌈a²b²/t²⌉ ln 2d². As ⌈u⌉ ≤ 2u for u ≥ 1, and one point covers for u < 1, the ceiling costs κ = √2 in R. The margin is
/// √2-Lipschitz in the ℓ2 norm, not 2, so that R = κ (√2/γ) … = (2/γ) … all the same: 36 holds with the ceiling.
///
/// Assumes: norms and γ fixed beforehand; ρ 1-Lipschitz with ρ(0) = 0 after folding. Source: the lemma; theory, section 5. O(n + L).
public enum Bartlett2017: GeneralizationBound {
  /// Key in reports.
  public static let key = "bartlett-2017"
  /// The bound in one line.
  public static let formula =
    "(1/n)Σφ_γ(M) + 2[4/n^{3/2} + (36 ln n/(γn))‖X‖_F √(ln 2d²) Πs(Σ(b/s)^{2/3})^{3/2}] + 3√(ln(2/δ)/2n)"
  /// Where it comes from.
  public static let source = "Bartlett, Foster, Telgarsky 2017, Lemma A.8 (arXiv 1706.08498)"
  /// What must hold for the number to be a bound.
  public static let assumptions = [
    "a priori class: norms and γ fixed before the data were seen", "samples independent and identically distributed",
    "ρ 1-Lipschitz",
  ]
  /// False: weights as they are.
  public static let coversPerturbedWeights = false

  /// Empirical, complexity and confidence term.
  public static func terms(_ evidence: Evidence) -> [Term] {
    terms(evidence, complexity: evidence.layers[...].spectralComplexity)
  }

  /// The terms with another Π s_k (Σ (b_k/s_k)^{2/3})^{3/2}.
  static func terms(_ e: Evidence, complexity: UpperBound) -> [Term] {
    let n = e.n
    let first = UpperBound(4) * n.squareRoot / n / n
    let width = UpperBound.log(UpperBound(2) * UpperBound(e.maximumWidth).squared).squareRoot
    let second = UpperBound(36) * .log(n) / n / UpperBound(e.marginScale) * e.inputs.frobeniusNorm * width * complexity
    return [e.naturalRampLoss, Term("complexity", UpperBound(2) * (first + second)), e.confidence()]
  }
}
