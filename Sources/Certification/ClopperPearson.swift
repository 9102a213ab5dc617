import MatrixNorms

/// The upper Clopper–Pearson limit of a probability: the p with P{Bin(m, p) ≤ k} = δ, which is Beta⁻¹(1 − δ; k + 1, m − k).
///
/// **Error bounds.** Never below the exact limit: the tail is decreasing in p, so every p whose tail is *proved* to be ≤ δ
/// is at or above it, and only such a p (or 1) is returned. The tail is evaluated upward, as
///
///   T̄(p) = C(m, k) p^k q^{m−k} · S,   S = Σ_{i≤k} term_i / term_k,
///
/// with `UpperBound` for the largest term (each operation rounds up, exponents do not end) and with q = 1 − p rounded up. S
/// is a sum of products in plain doubles: the j-th term is made of 4j operations with relative error u each, and the sum of J
/// of them adds J u, so S times 1 + 8 (J + 1) u is not below it. It stops where a geometric series bounds the rest to be
/// below 2⁻⁶⁰ S, which is added. T̄ exceeds T by a relative 16 m u or less: with |d ln T/dp| ≥ (m − k)/(q S) the limit is too
/// high by at most 16 m u q S/(m − k) and the bisection's 2⁻⁵⁰ p.
///
/// Source: Clopper, Pearson 1934. Complexity: O(min(k, m − k)) once, O(√m ln m) for each of some 60 steps.
enum ClopperPearson {
  /// The limit for k of m.
  ///
  /// - Precondition: 0 ≤ k ≤ m, 0 < δ < 1.
  static func upperLimit(errors k: Int, count m: Int, failureProbability δ: Double) -> Double {
    precondition(0 <= k && k <= m, "\(k) of \(m) is no count")
    precondition(δ > 0 && δ < 1, "a failure probability lies between 0 and 1")
    guard k < m else { return 1 }
    let coefficient = binomialCoefficient(m, k)
    var (low, high) = (0.0, 1.0)
    while high - low > high * 0x1p-50 {
      let p = low + (high - low) / 2
      if isTail(of: k, m, p, coefficient, atMost: δ) { high = p } else { low = p }
    }
    return high
  }

  /// True only if P{Bin(m, p) ≤ k} ≤ δ.
  private static func isTail(
    of k: Int, _ m: Int, _ p: Double, _ coefficient: UpperBound, atMost δ: Double
  ) -> Bool {
    let q = upperDifference(1, p)
    let ratios = sumOfRatios(k, m, odds: q / p)
    guard ratios.isFinite else { return false }
    let largest = coefficient * power(UpperBound(p), k) * power(UpperBound(q), m - k)
    return largest * UpperBound(ratios) <= UpperBound(δ)
  }

  /// S, rounded up.
  private static func sumOfRatios(_ k: Int, _ m: Int, odds: Double) -> Double {
    var (sum, term, count) = (1.0, 1.0, 1.0)
    for i in stride(from: k, to: 0, by: -1) {
      // Ratios fall with i: what follows is at most a geometric series.
      let ratio = Double(i) / Double(m - i + 1) * odds
      if ratio < 0.999 {
        let rest = 1.001 * term * ratio / (1 - ratio)
        if rest < 0x1p-60 * sum { return (sum + 2 * rest) * (1 + 8 * (count + 1) * unitRoundOff) }
      }
      term *= ratio
      sum += term
      count += 1
    }
    return sum * (1 + 8 * (count + 1) * unitRoundOff)
  }

  /// C(m, k), rounded up.
  private static func binomialCoefficient(_ m: Int, _ k: Int) -> UpperBound {
    let fewer = min(k, m - k)
    return (0..<fewer).reduce(.one) { $0 * UpperBound(m - $1) / UpperBound($1 + 1) }
  }

  /// xⁿ by repeated squaring, rounded up.
  private static func power(_ x: UpperBound, _ n: Int) -> UpperBound {
    var (result, square, rest) = (UpperBound.one, x, n)
    while rest > 0 {
      if rest & 1 == 1 { result = result * square }
      rest >>= 1
      if rest > 0 { square = square.squared }
    }
    return result
  }
}
