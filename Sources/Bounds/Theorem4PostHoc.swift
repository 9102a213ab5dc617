import Foundation
import MatrixNorms

/// Theorem 4 for the trained network: the tight profile, uniformly over all norms and margin scales.
///
/// Every class parameter q is rounded up to q₀(1 + ω)^j, j ∈ ℤ, with ω = 1/L and q₀ = 1 fixed beforehand; a union bound over
/// the grid turns ln(2/δ) into ln(2/δ) + Σ_q ln(1.5 (|j_q| + 1)(|j_q| + 2)), because Σ_j 1/(1.5 (|j|+1)(|j|+2)) = 1.
/// Parameters: s_k and b_k of every layer, 1/γ, and where some ε_m > 0 also r_k (2 ≤ k ≤ L − 1) and D.
/// Assumes: ρ non-negative, monotone, 1-Lipschitz; ε fixed beforehand. Nothing about norms or γ. Source: theory, section 4.
public enum Theorem4PostHoc: GeneralizationBound {
  /// Key in reports.
  public static let key = "theorem4-posthoc"
  /// The bound in one line.
  public static let formula = "theorem4-tight at parameters rounded up to (1+1/L)^j, ln(2/δ) + Σ ln(1.5(|j|+1)(|j|+2))"
  /// Where it comes from.
  public static let source = "Theorem 4 and a union bound over class parameters"
  /// What must hold for the number to be a bound.
  public static let assumptions = [
    "post hoc, uniform: norms and γ may depend on the training data", "ε fixed before the data were seen",
    "samples independent and identically distributed", "ρ non-negative, non-decreasing, 1-Lipschitz",
  ]

  /// Empirical, margin, perturbation and confidence term.
  public static func terms(_ evidence: Evidence) -> [Term] {
    let (rounded, cost) = roundedClass(of: evidence)
    return Theorem4Complexity(evidence: rounded, cut: .best).terms(unionCost: cost)
  }

  /// The evidence of the smallest class of the grid that holds the network, and the price of having chosen it.
  static func roundedClass(of evidence: Evidence) -> (evidence: Evidence, cost: UpperBound) {
    var grid = Grid(ratio: 1 + 1 / Double(evidence.depth))
    var result = evidence
    let L = evidence.depth
    for k in 0..<L {
      grid.roundUp(&result.layers[k].spectralNorm)
      grid.roundUp(&result.layers[k].groupNorm21)
      if evidence.isPerturbed, k > 0, k < L - 1 { grid.roundUp(&result.layers[k].inducedInfinityNorm) }
    }
    if evidence.isPerturbed { grid.roundUp(&result.outputPairDistance) }
    var inverse = .one / UpperBound(evidence.marginScale)
    grid.roundUp(&inverse)
    // The margin scale of a grid point is a function of j alone: its inverse rounded down, or the least positive double.
    result.marginScale = max((1 / inverse.value).nextDown, .leastNonzeroMagnitude)
    return (result, grid.cost)
  }

  /// The points ratio^j, j ∈ ℤ, as the library computes them: any grid fixed beforehand serves.
  struct Grid {
    let ratio: Double
    /// Σ ln(1.5 (|j| + 1)(|j| + 2)) over the parameters rounded so far.
    var cost = UpperBound.zero

    init(ratio: Double) { self.ratio = ratio }

    /// Moves a parameter up to the next grid point. A zero takes j = 0: any larger class will do.
    mutating func roundUp(_ q: inout UpperBound) {
      var j = q == .zero ? 0 : Int((q.log10 / log10(ratio)).rounded(.down))
      while point(j) < q { j += 1 }
      while q > .zero, point(j - 1) >= q { j -= 1 }
      q = point(j)
      let (a, b) = (UpperBound(abs(j) + 1), UpperBound(abs(j) + 2))
      cost = cost + .log(UpperBound(1.5) * a * b)
    }

    /// ratio^j. Beyond the range of doubles by repeated squaring in extended range.
    private func point(_ j: Int) -> UpperBound {
      let power = pow(ratio, Double(j))
      if power.isNormal { return UpperBound(power) }
      return point(j / 2) * point(j - j / 2)
    }
  }
}
