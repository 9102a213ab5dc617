import MatrixNorms

extension FeedForwardNetwork {
  /// The sum over all paths from an input, or from a bias, to an output, of the product of a function of the path's weights.
  ///
  ///   1ᵀ vᴸ with v⁰ = 1, vᵏ = φ(Wᵏ) vᵏ⁻¹ + φ(βᵏ): the biases are weights from a constant input. With φ(w) = |w| the ℓ1
  ///   path norm, with φ(w) = w² the square of the ℓ2 path norm. Activations play no part.
  ///
  /// Every number has an exponent of its own, so that neither 1e−400 nor 1e+400 is lost. **Error bound.** Each sum and product is
  /// rounded up: not below the exact sum for exact φ, and above it by at most a factor 1 + 2u Σ_k (d_{k−1} + 2), to first
  /// order, u = 2⁻⁵³. Source: Neyshabur, Tomioka, Srebro 2015. O(parameters).
  public func pathSum(_ φ: (Double) -> UpperBound) -> UpperBound {
    var v = Array(repeating: UpperBound.one, count: inputCount)
    for layer in layers { v = layer.pathSums(v, φ) }
    return v.sum
  }
}

extension DenseLayer {
  /// φ(W) v + φ(β).
  fileprivate func pathSums(_ v: [UpperBound], _ φ: (Double) -> UpperBound) -> [UpperBound] {
    (0..<weight.rows).map { i in
      let bias = bias.map { φ($0[i]) } ?? .zero
      return zip(weight.row(i), v).reduce(bias) { $1.0 == 0 ? $0 : $0 + φ($1.0) * $1.1 }
    }
  }
}
