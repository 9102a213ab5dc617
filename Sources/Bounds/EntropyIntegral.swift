import MatrixNorms

/// A class of functions with ln N(t) ≤ A²/t² whose values on the sample have ℓ2 norm at most Q, in ℓ2 covers of the n values.
///
/// Its empirical Rademacher complexity is bounded by Dudley's integral, inf over α of 4α/√n + (12/n) ∫_α^Q √ln N(t) dt.
struct EntropyIntegral {
  let A: UpperBound
  let Q: UpperBound
  let n: Double

  /// How the integral is cut.
  enum Cut {
    /// At α = Q/n: the closed form of the published statements.
    case fixed
    /// At the best α, or not at all.
    case best
  }

  func complexity(_ cut: Cut) -> UpperBound {
    switch cut {
    case .fixed: fixedCut
    case .best: min(trivial, bestCut ?? trivial)
    }
  }

  private var N: UpperBound { UpperBound(n) }
  private var rootN: UpperBound { N.squareRoot }

  /// Dud(A, Q) = 4Q/n^{3/2} + (12A/n) ln n.
  private var fixedCut: UpperBound {
    UpperBound(4) * Q * rootN / N / N + UpperBound(12) * A / N * .log(N)
  }

  /// Q/√n = ‖σ‖₂ · sup‖h‖₂ / n: Cauchy–Schwarz, no covering.
  private var trivial: UpperBound { Q * rootN / N }

  /// (12A/n)(1 + ln(Q/α)) with α = 3A/√n, where α < Q.
  private var bestCut: UpperBound? {
    guard A > .zero else { return .zero }
    let ratio = Q * rootN / (UpperBound(3) * A)
    guard ratio > .one else { return nil }
    return UpperBound(12) * A / N * (.one + .log(ratio))
  }

  /// True where covering numbers add nothing at this n.
  var isTrivial: Bool { bestCut.map { trivial <= $0 } ?? true }

  /// The n beyond which the best cut falls below the trivial bound, A/Q fixed.
  ///
  /// With t = Q/α = √n Q/(3A) the two are equal where 4(1 + ln t) = t, that is t = 14.7705…, so n = 9t² (A/Q)², about
  /// 1964 (A/Q)². (At n = 9 (A/Q)², where α = Q, the cut is still four times the trivial bound.)
  var trivialUntil: UpperBound {
    Q > .zero ? (UpperBound(3 * Self.crossover) * (A / Q)).squared : .zero
  }

  /// The larger root of 4(1 + ln t) = t.
  static let crossover = 14.770_538_115_558_783
}
