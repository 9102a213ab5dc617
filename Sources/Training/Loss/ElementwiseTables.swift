import MatrixNorms

/// The tables of the elementwise η: with e⁰ = 0, eᵏ = |Wᵏ| eᵏ⁻¹ + ε_k (‖zᵏ⁻¹‖₁ + ‖eᵏ⁻¹‖₁)·1 is a sum over the layers m
/// where the error arose, eᵏ = Σ_m ‖z^{m−1}‖₁ u_mᵏ, with vectors that do not depend on the sample:
///
///     u_mᵐ = ε_m,   u_mᵏ = |Wᵏ| u_mᵏ⁻¹ + ε_k ‖u_mᵏ⁻¹‖₁ for m < k < L,
///     C_m[y, j] = Σ_i |Wᴸ_yi − Wᴸ_ji| u_mi + (ε_Ly + ε_Lj) ‖u_m‖₁ with u_m = u_mᴸ⁻¹,   C_L[y, j] = ε_Ly + ε_Lj.
///
/// ε_k has one entry for each row. Source: theory, section 2. O(L · parameters + L K² d_{L−1}).
struct ElementwiseTables<Scalar: BLASScalar>: MarginLossTables {
  let layout: ParameterLayout
  private var radii: [[Scalar]] = []
  /// |W|, laid out as the parameters.
  private var magnitudes: [Scalar] = []
  /// u_mᵏ for m = 0 … k, by rows, for each hidden layer k.
  private var U: [[Scalar]] = []

  init(layout: ParameterLayout) { self.layout = layout }

  private var L: Int { layout.depth }
  private var K: Int { layout.classCount }
  private var last: MatrixBlock { layout.weights[layout.depth - 1] }

  /// ‖u_m‖₁; all entries are non-negative.
  private func norm(_ k: Int, _ m: Int) -> Scalar {
    let d = layout.widths[k + 1]
    return Scalar.sumOfMagnitudes(U[k], m * d..<(m + 1) * d)
  }

  mutating func prepare(_ parameters: [Scalar], radii: [[Scalar]]) -> [Scalar] {
    self.radii = radii
    magnitudes = parameters
    Loop.update(&magnitudes, count: magnitudes.count) { $0.magnitude }
    U = []
    for k in 0..<L - 1 {
      let d = layout.widths[k + 1]
      var u: [Scalar] = []
      for m in 0..<k {
        let size = norm(k - 1, m)
        u.append(contentsOf: radii[k].map { $0 * size })
      }
      if k > 0 {
        Scalar.multiply(
          U[k - 1], MatrixBlock(rows: k, columns: layout.widths[k]), transposed: false, by: magnitudes,
          layout.weights[k], transposed: true, into: &u, MatrixBlock(rows: k, columns: d), keeping: 1)
      }
      U.append(u + radii[k])
    }
    return tables(parameters)
  }

  /// C from u_m, with one product (K × d)·(d × m) for each label.
  private func tables(_ parameters: [Scalar]) -> [Scalar] {
    let M = L - 1
    var C = Array(repeating: Scalar(0), count: L * K * K)
    var distances = Array(repeating: Scalar(0), count: last.count)
    var products = Array(repeating: Scalar(0), count: K * M)
    let sizes = (0..<M).map { norm(M - 1, $0) }
    for y in 0..<K {
      if M > 0 {
        PairDistances.magnitudes(from: y, parameters, last, into: &distances)
        Scalar.multiply(
          distances, MatrixBlock(rows: K, columns: last.columns), transposed: false, by: U[M - 1], block(M - 1),
          transposed: true, into: &products, MatrixBlock(rows: K, columns: M), keeping: 0)
      }
      for j in 0..<K {
        let e = radii[M][y] + radii[M][j]
        for m in 0..<M { C[(m * K + y) * K + j] = products[j * M + m] + e * sizes[m] }
        C[(M * K + y) * K + j] = e
      }
    }
    return C
  }

  /// The rows u_0ᵏ … u_kᵏ.
  private func block(_ k: Int) -> MatrixBlock { MatrixBlock(rows: k + 1, columns: layout.widths[k + 1]) }

  func backward(_ T: [Scalar], _ parameters: [Scalar], to gradient: inout [Scalar]) -> [[Scalar]] {
    var dRadii = radii.map { $0.map { _ in Scalar(0) } }
    var dU = tablesBackward(T, parameters, to: &gradient, &dRadii[L - 1])
    for k in (0..<L - 1).reversed() {
      let d = layout.widths[k + 1]
      // u_kᵏ = ε_k.
      Loop.update(&dRadii[k], 0..<d, dU, k * d..<(k + 1) * d, +)
      guard k > 0 else { break }
      dU = layerBackward(k, dU, parameters, to: &gradient, &dRadii[k])
    }
    return dRadii
  }

  /// Through C; returns ∂ℓ/∂u_m.
  private func tablesBackward(
    _ T: [Scalar], _ parameters: [Scalar], to gradient: inout [Scalar], _ dRadius: inout [Scalar]
  ) -> [Scalar] {
    let (M, d) = (L - 1, last.columns)
    var dU = Array(repeating: Scalar(0), count: M * d)
    var (distances, G) = (
      Array(repeating: Scalar(0), count: last.count), Array(repeating: Scalar(0), count: last.count)
    )
    let sizes = (0..<M).map { norm(M - 1, $0) } + [1]
    // ∂ℓ/∂‖u_m‖₁.
    var slopes = Array(repeating: Scalar(0), count: M)
    let rows = MatrixBlock(rows: K, columns: d)
    for y in 0..<K {
      // T_m[y, j] as (K × m).
      let t = (0..<K).flatMap { j in (0..<M).map { m in T[(m * K + y) * K + j] } }
      for j in 0..<K {
        for m in 0...M {
          let t = T[(m * K + y) * K + j]
          dRadius[y] += t * sizes[m]
          dRadius[j] += t * sizes[m]
          if m < M {
            slopes[m] += t * (radii[M][y] + radii[M][j])
          }
        }
      }
      guard M > 0 else { continue }
      let tBlock = MatrixBlock(rows: K, columns: M)
      PairDistances.magnitudes(from: y, parameters, last, into: &distances)
      Scalar.multiply(
        t, tBlock, transposed: true, by: distances, rows, transposed: false, into: &dU, block(M - 1), keeping: 1)
      Scalar.multiply(
        t, tBlock, transposed: false, by: U[M - 1], block(M - 1), transposed: false, into: &G, rows, keeping: 0)
      PairDistances.addGradient(from: y, G, parameters, last, to: &gradient)
    }
    for m in 0..<M { for i in m * d..<(m + 1) * d { dU[i] += slopes[m] } }
    return dU
  }

  /// Through u_mᵏ = |Wᵏ| u_mᵏ⁻¹ + ε_k ‖u_mᵏ⁻¹‖₁, m < k; returns ∂ℓ/∂u_mᵏ⁻¹.
  private func layerBackward(
    _ k: Int, _ dU: [Scalar], _ parameters: [Scalar], to gradient: inout [Scalar], _ dRadius: inout [Scalar]
  ) -> [Scalar] {
    let (d, below) = (layout.widths[k + 1], layout.widths[k])
    var lower: [Scalar] = []
    for m in 0..<k {
      let size = norm(k - 1, m)
      var slope: Scalar = 0
      for i in 0..<d {
        dRadius[i] += dU[m * d + i] * size
        slope += dU[m * d + i] * radii[k][i]
      }
      lower.append(contentsOf: repeatElement(slope, count: below))
    }
    let upper = MatrixBlock(rows: k, columns: d)
    Scalar.multiply(
      dU, upper, transposed: false, by: magnitudes, layout.weights[k], transposed: false, into: &lower, block(k - 1),
      keeping: 1)
    var dMagnitudes = Array(repeating: Scalar(0), count: layout.weights[k].count)
    Scalar.multiply(
      dU, upper, transposed: true, by: U[k - 1], block(k - 1), transposed: false, into: &dMagnitudes,
      MatrixBlock(rows: d, columns: below), keeping: 0)
    Loop.addSigned(&gradient, layout.weights[k].range, dMagnitudes, sign: parameters)
    return lower
  }
}
