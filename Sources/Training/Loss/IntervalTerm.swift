import MatrixNorms
import Networks

/// R(x, y) = ln(1 + Σ_{j≠y} e^{−m_j}), the cross-entropy of the worst margins that intervals allow.
///
/// Every hidden layer's values lie in cᵏ ± dᵏ, c⁰ = x, d⁰ = 0, with u = c + d ≥ |z|:
///
///     pᵏ = Wᵏ cᵏ⁻¹ + βᵏ,   qᵏ = |Wᵏ| dᵏ⁻¹ + εᵏ ‖uᵏ⁻¹‖₁,   [cᵏ ∓ dᵏ] = ρ(pᵏ ∓ qᵏ),
///     m_j = (Wᴸ_y − Wᴸ_j) c + βᴸ_y − βᴸ_j − |Wᴸ_y − Wᴸ_j| d − (ε_y + ε_j) ‖u‖₁.
///
/// That is the certificate `interval` of theory section 2 in centre and radius, whose corner form is tighter by products of
/// ε and d; it needs two matrix products for the natural pass's one, and none in the first layer, where c is x.
/// Source: Gowal et al. 2019 for intervals of inputs; here of weights. O(rows · parameters + classes² d_{L−1}).
struct IntervalTerm<Scalar: BLASScalar>: RobustTerm {
  /// Without radii R is the cross-entropy.
  static var countsWithoutRadius: Bool { true }

  let layout: ParameterLayout
  let activation: Activation
  private(set) var radii: [[Scalar]] = []
  /// |W|, laid out as the parameters.
  private(set) var magnitudes: [Scalar]

  init(layout: ParameterLayout, activation: Activation) {
    (self.layout, self.activation) = (layout, activation)
    magnitudes = []
  }

  /// Ranges of the rows, and the gradients on the way back.
  struct Workspace: Sendable {
    /// pᵏ of hidden layers k ≥ 2 (that of the first is the natural one); qᵏ, cᵏ, dᵏ of all.
    var p: [[Scalar]], q: [[Scalar]], c: [[Scalar]], d: [[Scalar]]
    /// ‖uᵏ‖₁ of every row.
    var norms: [[Scalar]]
    /// Wᴸ c + βᴸ, m_j, and |Wᴸ_y − Wᴸ_j| with its gradient.
    var centres: [Scalar], margins: [Scalar], distances: [Scalar], dDistances: [Scalar]
    /// The gradients of cᵏ and dᵏ, in place of which those of pᵏ and qᵏ come; that of ‖uᵏ‖₁ of every row.
    var dc: [[Scalar]], dd: [[Scalar]], dNorms: [Scalar]
    /// The gradient of |Wᵏ|.
    var dMagnitudes: [Scalar]
    /// The gradient of the radii.
    var dRadii: [[Scalar]]
  }

  func workspace(capacity: Int) -> Workspace {
    let zeros: (Int) -> [Scalar] = { Array(repeating: 0, count: $0) }
    let hidden = layout.widths.dropFirst().dropLast().map { zeros(capacity * $0) }
    let K = layout.classCount
    return Workspace(
      p: hidden, q: hidden, c: hidden, d: hidden, norms: layout.weights.map { _ in zeros(capacity) },
      centres: zeros(capacity * K), margins: zeros(capacity * K), distances: zeros(layout.weights.last!.count),
      dDistances: zeros(layout.weights.last!.count), dc: hidden, dd: hidden, dNorms: zeros(capacity),
      dMagnitudes: zeros(layout.weights.dropFirst().map(\.count).max() ?? 0),
      dRadii: layout.weights.map { zeros($0.rows) })
  }

  mutating func prepare(_ parameters: [Scalar], radii: [[Scalar]]) {
    self.radii = radii
    if magnitudes.isEmpty { magnitudes = parameters }
    Loop.update(&magnitudes, parameters, count: layout.count) { $1.magnitude }
  }

  func accumulate(
    _ pass: inout SamplePass<Scalar>, _ workspace: inout Workspace, _ parameters: [Scalar], factor: Scalar,
    to sums: inout SampleSums
  ) {
    for k in layout.weights.indices {
      Loop.update(&workspace.dRadii[k], count: layout.widths[k + 1]) { _ in 0 }
      Self.measureNorms(k, pass, &workspace)
      if k < layout.depth - 1 { raise(k, pass, &workspace, parameters) }
    }
    pass.beginGradient(ofLayer: layout.depth - 1)
    for group in pass.labelGroups { margins(group, &pass, &workspace, parameters, factor: factor, to: &sums) }
    for k in (0..<layout.depth - 1).reversed() { descend(k, &pass, &workspace, parameters) }
  }

  func finish(_ workspaces: [Workspace], _ parameters: [Scalar], to gradient: inout [Scalar]) -> [[Scalar]] {
    var sum = workspaces[0].dRadii
    for workspace in workspaces.dropFirst() {
      for k in sum.indices { Loop.update(&sum[k], workspace.dRadii[k], count: sum[k].count, +) }
    }
    return sum
  }
}
