import MatrixNorms

/// The tables of Theorem 2's η, with ε_k the largest radius of layer k:
///
///     C_m[y, j] = ε_m P_m (D_yj + 2 ε_L d_{L−1}) for m < L,   C_L = 2 ε_L,
///     P_m = Π_{k=m+1}^{L−1} (r_k + ε_k d_{k−1}),   D_yj = ‖Wᴸ_y − Wᴸ_j‖₁,   r_k = max_i ‖Wᵏ_i‖₁.
///
/// Source: Tsai et al. 2021, Theorem 2 and section 3.5. O(parameters + K² d_{L−1} + L K² + L³).
struct TheoremTables<Scalar: BLASScalar>: MarginLossTables {
  let layout: ParameterLayout
  /// ε_k, and the row that has it.
  private var ε: [Scalar] = []
  private var widestRow: [Int] = []
  /// r_k + ε_k d_{k−1}, and the row of r_k; for 1 < k < L.
  private var growth: [Scalar] = []
  private var heaviestRow: [Int] = []
  /// D_yj at y K + j.
  private var D: [Scalar] = []

  init(layout: ParameterLayout) { self.layout = layout }

  private var L: Int { layout.depth }
  private var K: Int { layout.classCount }
  private var last: MatrixBlock { layout.weights[layout.depth - 1] }
  /// 2 ε_L d_{L−1}.
  private var drift: Scalar { 2 * ε[L - 1] * Scalar(last.columns) }

  mutating func prepare(_ parameters: [Scalar], radii: [[Scalar]]) -> [Scalar] {
    widestRow = radii.map { radii in radii.firstIndexOfMaximum }
    ε = zip(radii, widestRow).map { $0[$1] }
    (growth, heaviestRow) = ([], [])
    for (k, block) in layout.weights.enumerated() {
      let sums = k > 0 && k < L - 1 ? (0..<block.rows).map { Scalar.sumOfMagnitudes(parameters, block.row($0)) } : [0]
      let heaviest = sums.firstIndexOfMaximum
      heaviestRow.append(heaviest)
      growth.append(sums[heaviest] + ε[k] * Scalar(block.columns))
    }
    D = distances(parameters)
    return (0..<L).flatMap { m in
      guard m < L - 1 else { return Array(repeating: 2 * ε[m], count: K * K) }
      let scale = ε[m] * product(above: m)
      return D.map { scale * ($0 + drift) }
    }
  }

  private func distances(_ parameters: [Scalar]) -> [Scalar] {
    var (D, table) = (Array(repeating: Scalar(0), count: K * K), Array(repeating: Scalar(0), count: last.count))
    for y in 0..<K {
      PairDistances.magnitudes(from: y, parameters, last, into: &table)
      for j in 0..<K { D[y * K + j] = Scalar.sumOfMagnitudes(table, j * last.columns..<(j + 1) * last.columns) }
    }
    return D
  }

  /// P_m, without one of its factors.
  private func product(above m: Int, without left: Int? = nil) -> Scalar {
    guard m + 1 < L - 1 else { return 1 }
    return (m + 1..<L - 1).reduce(1) { $1 == left ? $0 : $0 * growth[$1] }
  }

  func backward(_ T: [Scalar], _ parameters: [Scalar], to gradient: inout [Scalar]) -> [[Scalar]] {
    var dε = Array(repeating: Scalar(0), count: L)
    var dGrowth = dε
    var dD = Array(repeating: Scalar(0), count: K * K)
    for m in 0..<L - 1 {
      let P = product(above: m)
      // Σ_yj T_m[y, j] (D_yj + 2 ε_L d_{L−1}).
      var weighted: Scalar = 0
      for entry in 0..<K * K {
        let t = T[m * K * K + entry]
        dD[entry] += t * ε[m] * P
        weighted += t * (D[entry] + drift)
        dε[L - 1] += t * ε[m] * P * 2 * Scalar(last.columns)
      }
      dε[m] += weighted * P
      for k in m + 1..<max(m + 1, L - 1) { dGrowth[k] += weighted * ε[m] * product(above: m, without: k) }
    }
    for entry in (L - 1) * K * K..<L * K * K { dε[L - 1] += 2 * T[entry] }
    for k in layout.weights.indices where dGrowth[k] != 0 {
      dε[k] += dGrowth[k] * Scalar(layout.weights[k].columns)
      for i in layout.weights[k].row(heaviestRow[k]) { gradient[i] += dGrowth[k] * parameters[i].signum }
    }
    addDistanceGradient(dD, parameters, to: &gradient)
    return layout.weights.indices.map { k in
      var row = Array(repeating: Scalar(0), count: layout.weights[k].rows)
      row[widestRow[k]] = dε[k]
      return row
    }
  }

  private func addDistanceGradient(_ dD: [Scalar], _ parameters: [Scalar], to gradient: inout [Scalar]) {
    let d = last.columns
    var G = Array(repeating: Scalar(0), count: last.count)
    for y in 0..<K {
      for j in 0..<K { Loop.fill(&G, j * d..<(j + 1) * d, with: dD[y * K + j]) }
      PairDistances.addGradient(from: y, G, parameters, last, to: &gradient)
    }
  }
}
