import MatrixNorms

extension IntervalTerm {
  /// The worst margins of the rows of one label, the loss, and its gradient down to c and d of the last hidden layer.
  func margins(
    _ group: (label: Int, rows: Range<Int>), _ pass: inout SamplePass<Scalar>, _ workspace: inout Workspace,
    _ parameters: [Scalar], factor: Scalar, to sums: inout SampleSums
  ) {
    let (k, y, K) = (layout.depth - 1, group.label, layout.classCount)
    let (last, e) = (layout.weights[k], radii[k])
    let below = MatrixBlock(
      offset: group.rows.lowerBound * last.columns, rows: group.rows.count, columns: last.columns)
    let above = MatrixBlock(offset: group.rows.lowerBound * K, rows: group.rows.count, columns: K)
    let table = MatrixBlock(rows: K, columns: last.columns)
    PairDistances.magnitudes(from: y, parameters, last, into: &workspace.distances)
    Scalar.multiply(
      Self.centre(k, pass, workspace), below, transposed: false, by: parameters, last, transposed: true,
      into: &workspace.centres, above, keeping: 0)
    if k > 0 {
      Scalar.multiply(
        workspace.d[k - 1], below, transposed: false, by: workspace.distances, table, transposed: true,
        into: &workspace.margins, above, keeping: 0)
    } else {
      Loop.fill(&workspace.margins, above.range, with: 0)
    }
    for (i, row) in group.rows.enumerated() {
      let (range, norm) = (above.row(i), workspace.norms[k][row])
      let own = range.lowerBound + y
      func centre(_ j: Int) -> Scalar {
        workspace.centres[range.lowerBound + j] + (layout.hasBiases ? parameters[layout.biases[k].lowerBound + j] : 0)
      }
      let centres = (0..<K).map(centre)
      for j in 0..<K {
        let entry = range.lowerBound + j
        workspace.margins[entry] = centres[y] - centres[j] - workspace.margins[entry] - (e[y] + e[j]) * norm
      }
      sums.robustTerm += WorstMargins.crossEntropy(&workspace.margins, range, label: y)
      // From here on `margins` holds −∂ℓ/∂m_j, which is also ∂ℓ/∂(|Wᴸ_y − Wᴸ_j| d), and `centres` ∂ℓ/∂(Wᴸ c).
      var (total, slope): (Scalar, Scalar) = (0, 0)
      for j in 0..<K {
        let entry = range.lowerBound + j
        let g = factor * workspace.margins[entry]
        workspace.margins[entry] = g
        workspace.centres[entry] = g
        workspace.dRadii[k][j] += g * norm
        total += g
        slope += g * (e[y] + e[j])
      }
      workspace.centres[own] = -total
      workspace.dRadii[k][y] += total * norm
      workspace.dNorms[row] = slope
    }
    pass.addGradient(ofLayer: k, workspace.centres, above, Self.centre(k, pass, workspace), below)
    guard k > 0 else { return }
    Scalar.multiply(
      workspace.margins, above, transposed: true, by: workspace.d[k - 1], below, transposed: false,
      into: &workspace.dDistances, table, keeping: 0)
    PairDistances.addGradient(from: y, workspace.dDistances, parameters, last, to: &pass.gradient)
    for (i, row) in group.rows.enumerated() {
      Loop.fill(&workspace.dc[k - 1], below.row(i), with: workspace.dNorms[row])
      Loop.fill(&workspace.dd[k - 1], below.row(i), with: workspace.dNorms[row])
    }
    Scalar.multiply(
      workspace.centres, above, transposed: false, by: parameters, last, transposed: false,
      into: &workspace.dc[k - 1], below, keeping: 1)
    Scalar.multiply(
      workspace.margins, above, transposed: false, by: workspace.distances, table, transposed: false,
      into: &workspace.dd[k - 1], below, keeping: 1)
  }

  /// From the gradients of cᵏ⁺¹ and dᵏ⁺¹ to those of Wᵏ⁺¹, βᵏ⁺¹, the radii, cᵏ and dᵏ.
  func descend(
    _ k: Int, _ pass: inout SamplePass<Scalar>, _ workspace: inout Workspace, _ parameters: [Scalar]
  ) {
    let (upper, lower, width) = (pass.block(k + 1), pass.block(k), layout.widths[k + 1])
    activation.multiplyByRangeDerivative(
      &workspace.dc[k], &workspace.dd[k], Self.middle(k, pass, workspace), workspace.q[k], count: upper.count)
    let (dp, dq) = (workspace.dc[k], workspace.dd[k])
    Scalar.multiply(
      workspace.norms[k], MatrixBlock(rows: 1, columns: pass.rows), transposed: false, by: dq, upper,
      transposed: false, into: &workspace.dRadii[k], MatrixBlock(rows: 1, columns: width), keeping: 1)
    // The natural pass multiplies it by x together with its own.
    guard k > 0 else { return pass.addToFirstLayer(dp) }
    pass.addGradient(ofLayer: k, dp, upper, workspace.c[k - 1], lower)
    Scalar.multiply(
      dq, upper, transposed: true, by: workspace.d[k - 1], lower, transposed: false, into: &workspace.dMagnitudes,
      MatrixBlock(rows: width, columns: layout.widths[k]), keeping: 0)
    Loop.addSigned(&pass.gradient, layout.weights[k].range, workspace.dMagnitudes, sign: parameters)
    Scalar.multiply(
      dq, upper, transposed: false, by: radii[k], MatrixBlock(rows: width, columns: 1), transposed: false,
      into: &workspace.dNorms, MatrixBlock(rows: pass.rows, columns: 1), keeping: 0)
    for row in 0..<pass.rows {
      Loop.fill(&workspace.dc[k - 1], lower.row(row), with: workspace.dNorms[row])
      Loop.fill(&workspace.dd[k - 1], lower.row(row), with: workspace.dNorms[row])
    }
    Scalar.multiply(
      dp, upper, transposed: false, by: parameters, layout.weights[k], transposed: false, into: &workspace.dc[k - 1],
      lower, keeping: 1)
    Scalar.multiply(
      dq, upper, transposed: false, by: magnitudes, layout.weights[k], transposed: false, into: &workspace.dd[k - 1],
      lower, keeping: 1)
  }
}
