import MatrixNorms

/// R(x, y) = max_{j≠y} η^{jy}(x), for every η of the form Σ_m ‖z^{m−1}‖₁ C_m[y, j].
///
/// Theorem 2's η has this form, and so has the elementwise one: layer m errs by at most ε_m ‖z^{m−1}‖₁ in each neuron, and
/// what later layers make of that does not depend on the sample. The tables C_m (K × K, symmetric) are computed once a
/// step, and a sample costs L K.
struct MarginLossTerm<Scalar: BLASScalar, Tables: MarginLossTables<Scalar>>: RobustTerm {
  static var countsWithoutRadius: Bool { false }

  let layout: ParameterLayout
  private var tables: Tables
  /// C_m[y, j] at (m K + y) K + j.
  private var C: [Scalar] = []

  init(layout: ParameterLayout) {
    self.layout = layout
    tables = Tables(layout: layout)
  }

  /// ∂ℓ/∂C, and ‖z^{m−1}‖₁ of every row.
  struct Workspace: Sendable {
    var tableGradient: [Scalar]
    var norms: [[Scalar]]
  }

  func workspace(capacity: Int) -> Workspace {
    Workspace(
      tableGradient: Array(repeating: 0, count: layout.depth * layout.classCount * layout.classCount),
      norms: layout.weights.map { _ in Array(repeating: 0, count: capacity) })
  }

  mutating func prepare(_ parameters: [Scalar], radii: [[Scalar]]) {
    C = tables.prepare(parameters, radii: radii)
  }

  func accumulate(
    _ pass: inout SamplePass<Scalar>, _ workspace: inout Workspace, _ parameters: [Scalar], factor: Scalar,
    to sums: inout SampleSums
  ) {
    let K = layout.classCount
    Loop.update(&workspace.tableGradient, count: workspace.tableGradient.count) { _ in 0 }
    for row in 0..<pass.rows {
      for k in layout.weights.indices {
        let z = pass.layerInput(k)
        workspace.norms[k][row] = Scalar.sumOfMagnitudes(z, pass.block(k).row(row))
      }
      let y = pass.labels[row]
      let (j, η) = worst(y, row, workspace.norms)
      sums.robustTerm += Double(η)
      for m in layout.weights.indices {
        let entry = (m * K + y) * K + j
        workspace.tableGradient[entry] += factor * workspace.norms[m][row]
        pass.normGradients[m][row] += factor * C[entry]
      }
    }
  }

  /// The j ≠ y of the largest η^{jy}.
  private func worst(_ y: Int, _ row: Int, _ norms: [[Scalar]]) -> (j: Int, η: Scalar) {
    let K = layout.classCount
    var (worst, largest) = (y == 0 ? 1 : 0, -Scalar.infinity)
    for j in 0..<K where j != y {
      var η: Scalar = 0
      for m in layout.weights.indices { η += norms[m][row] * C[(m * K + y) * K + j] }
      // A NaN must not be passed over.
      if η.isNaN { return (j, η) }
      if η > largest { (worst, largest) = (j, η) }
    }
    return (worst, largest)
  }

  func finish(_ workspaces: [Workspace], _ parameters: [Scalar], to gradient: inout [Scalar]) -> [[Scalar]] {
    var sum = workspaces[0].tableGradient
    for workspace in workspaces.dropFirst() {
      Loop.update(&sum, workspace.tableGradient, count: sum.count, +)
    }
    return tables.backward(sum, parameters, to: &gradient)
  }
}

/// The tables C_m of an η = Σ_m ‖z^{m−1}‖₁ C_m[y, j].
protocol MarginLossTables<Scalar>: Sendable {
  associatedtype Scalar: BLASScalar

  init(layout: ParameterLayout)

  /// C_m[y, j] at (m K + y) K + j, m counted from 0; the diagonal is not used.
  mutating func prepare(_ parameters: [Scalar], radii: [[Scalar]]) -> [Scalar]

  /// Adds the gradient with respect to the weights; returns that with respect to the radii.
  func backward(_ tableGradient: [Scalar], _ parameters: [Scalar], to gradient: inout [Scalar]) -> [[Scalar]]
}
