import MatrixNorms

extension Collection<Evidence.Layer> {
  /// Π s_k.
  var spectralProduct: UpperBound { map(\.spectralNorm).product }

  /// Π s_k · (Σ (b_k/s_k)^{2/3})^{3/2}: the spectral complexity of Bartlett, Foster, Telgarsky 2017.
  ///
  /// Non-decreasing in every s_k and b_k, so upper bounds may stand for the norms. A zero layer makes it zero.
  var spectralComplexity: UpperBound {
    let sum = map { ($0.groupNorm21 / $0.spectralNorm).squared.cubeRoot }.sum
    return spectralProduct * sum * sum.squareRoot
  }
}
