import MatrixNorms

extension IntervalTerm {
  /// cᵏ, k = 0 … L − 1.
  static func centre(_ k: Int, _ pass: SamplePass<Scalar>, _ workspace: Workspace) -> [Scalar] {
    k == 0 ? pass.layerInput(0) : workspace.c[k - 1]
  }

  /// ‖uᵏ‖₁ of every row.
  static func measureNorms(_ k: Int, _ pass: SamplePass<Scalar>, _ workspace: inout Workspace) {
    let block = pass.block(k)
    for row in 0..<pass.rows {
      // c and d of a hidden layer are non-negative.
      workspace.norms[k][row] =
        k == 0
        ? Scalar.sumOfMagnitudes(pass.layerInput(0), block.row(row))
        : Scalar.sumOfMagnitudes(workspace.c[k - 1], block.row(row))
          + Scalar.sumOfMagnitudes(workspace.d[k - 1], block.row(row))
    }
  }

  /// cᵏ⁺¹ and dᵏ⁺¹ from cᵏ and dᵏ, for a hidden layer.
  func raise(_ k: Int, _ pass: SamplePass<Scalar>, _ workspace: inout Workspace, _ parameters: [Scalar]) {
    let (block, width) = (pass.block(k + 1), layout.widths[k + 1])
    for row in 0..<pass.rows {
      let norm = workspace.norms[k][row]
      Loop.update(&workspace.q[k], block.row(row), radii[k], 0..<width) { $1 * norm }
    }
    if k > 0 {
      SamplePass.fillRows(&workspace.p[k], rows: pass.rows, with: parameters[layout.biases[k]])
      Scalar.multiply(
        workspace.c[k - 1], pass.block(k), transposed: false, by: parameters, layout.weights[k], transposed: true,
        into: &workspace.p[k], block, keeping: layout.hasBiases ? 1 : 0)
      Scalar.multiply(
        workspace.d[k - 1], pass.block(k), transposed: false, by: magnitudes, layout.weights[k], transposed: true,
        into: &workspace.q[k], block, keeping: 1)
    }
    activation.applyToRange(
      Self.middle(k, pass, workspace), workspace.q[k], into: &workspace.c[k], &workspace.d[k], count: block.count)
  }

  /// pᵏ⁺¹; in the first layer that of the natural pass.
  static func middle(_ k: Int, _ pass: SamplePass<Scalar>, _ workspace: Workspace) -> [Scalar] {
    k == 0 ? pass.preActivations[0] : workspace.p[k]
  }
}

extension SamplePass {
  /// The rows of each label that occurs.
  var labelGroups: [(label: Int, rows: Range<Int>)] {
    var groups: [(label: Int, rows: Range<Int>)] = []
    var start = 0
    while start < rows {
      let end = labels[start...].firstIndex { $0 != labels[start] } ?? rows
      groups.append((labels[start], start..<end))
      start = end
    }
    return groups
  }
}
