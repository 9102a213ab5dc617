import Foundation
import MatrixNorms

/// The terms that the profiles of Theorem 4 share (theory, section 4).
///
///   P{∃Ŵ : y ≠ argmax f_Ŵ(x)} ≤ (1/n) Σ ℓ̂(x_i, y_i) + (2/γ) [R_margin + Σ_m a_m R_m] + 3 √(ln(2/δ) / (2n))
///
/// | symbol | meaning |
/// |---|---|
/// | ℓ̂ = φ_γ(M_ε) | ramp loss of the robust margin |
/// | R_margin | complexity of the margins: A = κ √2 ‖X‖_F √(ln 2d²) Π s (Σ (b/s)^{2/3})^{3/2}, Q = √2 ‖X‖_F Π s |
/// | R_m | complexity of ‖z^{m−1}‖₁: the same with √d_{m−1} for √2 and the layers k < m; R_1 = ‖X‖_{1,2}/(2n) |
/// | a_m | ε_m (D + 2ε_L d_{L−1}) Π_{k=m+1}^{L−1} (r_k + ε_k d_{k−1}); a_L = 2ε_L |
/// | κ = √2 | covers the ceiling that Bartlett's Theorem 3.3 drops from Lemma 3.2 |
struct Theorem4Complexity {
  let evidence: Evidence
  let cut: EntropyIntegral.Cut

  /// (2/γ) (R_margin + Σ_m a_m R_m) as two terms, and the empirical and confidence terms.
  func terms(unionCost: UpperBound = .zero) -> [Term] {
    [empirical, marginTerm, perturbationTerm, evidence.confidence(unionCost: unionCost)]
  }

  /// (1/n) Σ ℓ̂(x_i, y_i).
  var empirical: Term {
    Term(Term.empiricalKey, evidence.rampLoss.upperMean(evidence.robustMargins))
  }

  /// (2/γ) R_margin.
  var marginTerm: Term {
    Term("margin_complexity", twoOverγ * marginIntegral.complexity(cut), note: note(on: [(nil, marginIntegral)]))
  }

  /// (2/γ) Σ_m a_m R_m.
  var perturbationTerm: Term {
    let L = evidence.depth
    var sum = UpperBound.zero
    var integrals: [(Int?, EntropyIntegral)] = []
    for m in 1...L where evidence.layers[m - 1].radius > 0 {
      if m == 1 {
        sum = sum + growth(ofLayer: m) * firstComplexity
      } else {
        sum = sum + growth(ofLayer: m) * hiddenIntegral(m).complexity(cut)
        integrals.append((m, hiddenIntegral(m)))
      }
    }
    return Term("perturbation_complexity", twoOverγ * sum, note: note(on: integrals))
  }

  /// a_m.
  func growth(ofLayer m: Int) -> UpperBound {
    let L = evidence.depth
    let last = evidence.layers[L - 1]
    let outputGrowth = UpperBound(2) * UpperBound(last.radius)
    guard m < L else { return outputGrowth }
    let factors = evidence.layers[m..<(L - 1)].map {
      $0.inducedInfinityNorm + UpperBound($0.radius) * UpperBound($0.inputWidth)
    }
    return UpperBound(evidence.layers[m - 1].radius)
      * (evidence.outputPairDistance + outputGrowth * UpperBound(last.inputWidth)) * factors.product
  }

  /// R_margin.
  private var marginIntegral: EntropyIntegral { integral(UpperBound(2).squareRoot, evidence.layers[...]) }

  /// R_1 = ‖X‖_{1,2} / (2n): one function and its multiples, no covering.
  private var firstComplexity: UpperBound { evidence.inputs.norm12 / (UpperBound(2) * evidence.n) }

  /// R_m for m ≥ 2: √(d_{m−1} + d_{m−1}² ρ(0)²) in the place of √2, since 1ᵀz = 1ᵀz̃ + dρ(0) (theory, section 6).
  private func hiddenIntegral(_ m: Int) -> EntropyIntegral {
    let d = UpperBound(evidence.layers[m - 1].inputWidth)
    let offset = d * UpperBound(evidence.activationOffset)
    return integral((d + offset.squared).squareRoot, evidence.layers[..<(m - 1)])
  }

  /// ln N(t) ≤ A²/t² and the radius Q of a Lipschitz function, with this constant, of the outputs of some layers.
  private func integral(_ lipschitz: UpperBound, _ layers: ArraySlice<Evidence.Layer>) -> EntropyIntegral {
    let d = UpperBound(evidence.maximumWidth)
    let κ = UpperBound(2).squareRoot
    let scale = lipschitz * evidence.inputs.frobeniusNorm
    return EntropyIntegral(
      A: κ * scale * UpperBound.log(UpperBound(2) * d.squared).squareRoot * layers.spectralComplexity,
      Q: scale * layers.spectralProduct, n: evidence.sampleCount)
  }

  private var twoOverγ: UpperBound { UpperBound(2) / UpperBound(evidence.marginScale) }

  /// Says where the trivial bound wins, which a reader of the tight profiles should know.
  private func note(on integrals: [(layer: Int?, EntropyIntegral)]) -> String? {
    guard cut == .best else { return nil }
    let trivial = integrals.filter { $0.1.isTrivial }
    guard !trivial.isEmpty else { return nil }
    return trivial.map { layer, integral in
      (layer.map { "layer \($0): " } ?? "") + "trivial regime until n ≈ \(scientific(integral.trivialUntil))"
    }.joined(separator: "; ")
  }

  private func scientific(_ x: UpperBound) -> String {
    guard x > .zero else { return "0" }
    let exponent = x.log10.rounded(.down)
    return String(format: "%.1fe%.0f", pow(10, x.log10 - exponent), exponent)
  }
}
