import MatrixNorms

/// φ_γ(t): 1 for t ≤ 0, 1 − t/γ on (0, γ), 0 for t ≥ γ.
///
/// 1[t ≤ 0] ≤ φ_γ(t) ≤ 1[t ≤ γ], and φ_γ is 1/γ-Lipschitz (theory, section 3).
public struct RampLoss: Sendable {
  /// γ.
  public let marginScale: Double

  /// The ramp of width γ.
  ///
  /// - Precondition: γ > 0.
  public init(marginScale: Double) {
    precondition(marginScale > 0, "γ must be positive")
    self.marginScale = marginScale
  }

  /// φ_γ(t).
  public func callAsFunction(_ t: Double) -> Double { min(1, max(0, 1 - t / marginScale)) }

  /// (1/n) Σ φ_γ(t_i), to nearest; 0 for no sample.
  public func mean(_ margins: [Double]) -> Double {
    margins.isEmpty ? 0 : margins.reduce(0) { $0 + self($1) } / Double(margins.count)
  }

  /// (1/n) Σ φ_γ(t_i), rounded up: two roundings in every φ, n in the sum.
  func upperMean(_ margins: [Double]) -> UpperBound {
    let n = margins.count
    let sum = UpperBound(computedSum: margins.reduce(0) { $0 + self($1) }, ofTerms: n)
    return min(.one, (sum + UpperBound(n) * UpperBound(0x1p-51)) / UpperBound(n))
  }

  /// The margin loss (1/n) Σ 1[t_i ≤ γ], rounded up; never below that of the ramp. 0 for no sample.
  func upperShare(_ margins: [Double]) -> UpperBound {
    margins.isEmpty ? .zero : UpperBound(margins.count { !($0 > marginScale) }) / UpperBound(margins.count)
  }
}
