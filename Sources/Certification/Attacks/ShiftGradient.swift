import MatrixNorms
import Networks

extension ShiftedPass {
  /// The slopes of f̂_y − f̂_j with respect to every hidden layer's pre-activations, for one class j of each sample.
  ///
  ///   δᴸ⁻¹ = (Wᴸ_y − Wᴸ_j − Eᴸ_y − Eᴸ_j) ∘ ρ′,   δᵏ⁻¹ = (δᵏWᵏ + (δᵏ∘tᵏ)Eᵏ) ∘ ρ′.
  ///
  /// The margin's slope in t_i is δ_i (E_i v + b_i), whose sign is that of δ_i. Without shifts, t = −sign δ is taken, the
  /// shifts that the slopes themselves ask for. O(samples · parameters above the first layer).
  func gradients(slopes: [Matrix], targets: [Int], shifts: [Matrix]?) -> [Matrix] {
    guard !slopes.isEmpty else { return [] }
    var gradients = slopes
    var δ = marginRows(targets)
    for k in stride(from: slopes.count, through: 1, by: -1) {
      δ.multiplyEntries(by: slopes[k - 1])
      gradients[k - 1] = δ
      if k > 1 { δ = pulledBack(δ, through: k, shifts?[k - 1]) }
    }
    return gradients
  }

  /// Wᴸ_y − Wᴸ_j − Eᴸ_y − Eᴸ_j, one row for each sample.
  private func marginRows(_ targets: [Int]) -> Matrix {
    var rows = Matrix(rows: samples, columns: lowestRows.columns, repeating: 0)
    rows.modifyRows { i, row, entries in
      let (low, high) = (lowestRows.elements.span, highestRows.elements.span)
      let (y, j) = (labels[i] * row.count, targets[i] * row.count)
      for c in 0..<row.count { entries[row.lowerBound + c] = low[y + c] - high[j + c] }
    }
    return rows
  }

  /// δ W + (δ∘t) E.
  private func pulledBack(_ δ: Matrix, through k: Int, _ shifts: Matrix?) -> Matrix {
    let W = perturbed.network.layers[k - 1].weight
    var moved = δ
    moved.modifyElements { entries in
      if let t = shifts?.elements.span {
        for i in entries.indices { entries[i] *= t[i] }
      } else {
        for i in entries.indices { entries[i] = -abs(entries[i]) }
      }
    }
    var product = [Double](repeating: 0, count: δ.rows * W.columns)
    W.multiply(δ.elements, rows: δ.rows, into: &product)
    var result: Matrix
    switch perturbed.radii[k - 1].weight {
    case .uniform(let ε):
      result = Matrix(rows: δ.rows, columns: W.columns, elements: product)
      result.addToRows(moved.dots(Array(repeating: ε, count: W.rows)))
    case .rows(let radii):
      result = Matrix(rows: δ.rows, columns: W.columns, elements: product)
      result.addToRows(moved.dots(radii))
    case .entries(let E):
      E.multiply(moved.elements, rows: δ.rows, addingTo: &product)
      result = Matrix(rows: δ.rows, columns: W.columns, elements: product)
    }
    return result
  }
}

extension Matrix {
  /// Entry by entry.
  mutating func multiplyEntries(by other: Matrix) {
    modifyElements { entries in
      let factors = other.elements.span
      for i in entries.indices { entries[i] *= factors[i] }
    }
  }

  /// The inner product of every row with a vector.
  fileprivate func dots(_ x: [Double]) -> [Double] {
    forEachRow { row in
      let x = x.span
      var sum = 0.0
      for j in row.indices { sum += row[j] * x[j] }
      return sum
    }
  }

  /// Adds one number to all entries of a row.
  fileprivate mutating func addToRows(_ x: [Double]) {
    modifyRows { i, row, entries in
      let summand = x[i]
      for j in row { entries[j] += summand }
    }
  }
}
