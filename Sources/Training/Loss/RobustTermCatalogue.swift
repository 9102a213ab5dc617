import MatrixNorms
import Networks

/// The catalogue of robust terms. A new term is one file with its `RobustTerm`, one case here, and one line with
/// `@specialized` on `ThreadedBatchGradient.evaluate`, without which it is slow.
public enum RobustTermKind: String, Sendable, CaseIterable {
  /// The paper's: η of Theorem 2.
  case theorem
  /// The elementwise bound on the change of the margin.
  case elementwise
  /// Cross-entropy of the worst margins by intervals.
  case interval

  /// R(x, y) as listings print it.
  public var formula: String {
    switch self {
    case .theorem:
      "max_{j≠y} η^{jy}, η^{jy} = (D_jy + 2ε_L d_{L−1}) Σ_{m<L} ε_m ‖z^{m−1}‖₁ Π_{m<k<L} (r_k + ε_k d_{k−1}) + 2ε_L ‖z^{L−1}‖₁"
    case .elementwise:
      "max_{j≠y} η^{jy}, η^{jy} = |Wᴸ_j − Wᴸ_y| e^{L−1} + 2ε_L (‖z^{L−1}‖₁ + ‖e^{L−1}‖₁), eᵏ = |Wᵏ| eᵏ⁻¹ + ε_k (‖zᵏ⁻¹‖₁ + ‖eᵏ⁻¹‖₁) 1"
    case .interval: "ln(1 + Σ_{j≠y} exp(−m_j)), m_j the worst margin over the ball that interval arithmetic allows"
    }
  }

  /// Where it comes from.
  public var source: String {
    switch self {
    case .theorem: "Tsai et al. 2021, Theorem 2 and section 3.5: the paper's loss"
    case .elementwise: "the proof of Theorem 2, neuron by neuron"
    case .interval: "interval bound propagation (Gowal et al. 2019), for boxes of weights"
    }
  }

  /// A batch's gradient with this term.
  func gradient<Scalar: BLASScalar>(
    layout: ParameterLayout, activation: Activation, radius: TrainingRadius, batchSize: Int, threads: Int,
    isRobust: Bool = true
  ) -> any BatchGradient<Scalar> {
    func threaded<Term: RobustTerm<Scalar>>(_ term: Term) -> any BatchGradient<Scalar> {
      ThreadedBatchGradient(
        layout: layout, activation: activation, term: term, radius: radius, batchSize: batchSize, threads: threads,
        isRobust: isRobust)
    }
    return switch self {
    case .theorem: threaded(MarginLossTerm<Scalar, TheoremTables<Scalar>>(layout: layout))
    case .elementwise: threaded(MarginLossTerm<Scalar, ElementwiseTables<Scalar>>(layout: layout))
    case .interval: threaded(IntervalTerm<Scalar>(layout: layout, activation: activation))
    }
  }
}
