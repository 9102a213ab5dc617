import MatrixNorms

/// (c / 2) Σ_k ‖Wᵏ‖₂², by one step of power iteration for each evaluation, which goes on where the last one stopped.
///
/// With v = Wᵀu / ‖Wᵀu‖ and u = Wv / ‖Wv‖ the estimate is σ = uᵀWv ≤ ‖W‖₂, and the gradient σ u vᵀ.
/// Source: Yoshida and Miyato 2017, "Spectral norm regularization". O(parameters).
struct SpectralPenalty<Scalar: BLASScalar>: Sendable {
  /// c.
  let factor: Double
  /// u of each layer, unit vectors: what the next step begins with.
  var vectors: [[Scalar]]

  /// Begins with vectors from a generator.
  init(factor: Double, layout: ParameterLayout, using random: () -> Double) {
    self.factor = factor
    vectors = layout.weights.map { block in Self.unit((0..<block.rows).map { _ in Scalar(random()) }) }
  }

  /// Σ_k σ_k² / 2; adds c times its gradient.
  mutating func add(_ parameters: [Scalar], _ layout: ParameterLayout, to gradient: inout [Scalar]) -> Double {
    var total = 0.0
    for (k, W) in layout.weights.enumerated() {
      let (row, column) = (MatrixBlock(rows: 1, columns: W.rows), MatrixBlock(rows: 1, columns: W.columns))
      var v = Array(repeating: Scalar(0), count: W.columns)
      Scalar.multiply(
        vectors[k], row, transposed: false, by: parameters, W, transposed: false, into: &v, column, keeping: 0)
      v = Self.unit(v)
      var u = Array(repeating: Scalar(0), count: W.rows)
      Scalar.multiply(v, column, transposed: false, by: parameters, W, transposed: true, into: &u, row, keeping: 0)
      let σ = Self.norm(u)
      // What is not finite goes on into the sum, where it is found; the next step cannot begin with it.
      total += Double(σ) * Double(σ) / 2
      guard σ > 0, σ.isFinite else { continue }
      vectors[k] = u.map { $0 / σ }
      let scaled = u.map { Scalar(factor) * $0 }
      Scalar.multiply(
        scaled, row, transposed: true, by: v, column, transposed: false, into: &gradient, W, keeping: 1)
    }
    return total
  }

  /// In double precision, where squares of single numbers do not overflow.
  private static func norm(_ x: [Scalar]) -> Scalar {
    Scalar(x.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot())
  }

  private static func unit(_ x: [Scalar]) -> [Scalar] {
    let norm = norm(x)
    return norm > 0 ? x.map { $0 / norm } : x
  }
}
