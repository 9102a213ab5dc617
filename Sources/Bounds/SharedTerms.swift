import MatrixNorms

/// Terms that several bounds have in common.
extension Evidence {
  /// φ_γ.
  var rampLoss: RampLoss { RampLoss(marginScale: marginScale) }

  /// (1/n) Σ φ_γ(M(x_i, y_i)), the ramp loss of the network as it is.
  var naturalRampLoss: Term { Term(Term.empiricalKey, rampLoss.upperMean(naturalMargins)) }

  /// 3 √((ln(2/δ) + cost) / (2n)): the two-sided data-dependent form (Mohri, Rostamizadeh, Talwalkar, Theorem 3.3).
  func confidence(unionCost: UpperBound = .zero) -> Term {
    let logarithm = UpperBound.log(UpperBound(2) / UpperBound(failureProbability)) + unionCost
    return Term("confidence", UpperBound(3) * (logarithm / (UpperBound(2) * n)).squareRoot)
  }
}
