import MatrixNorms
import Networks

/// The catalogue of robust terms. A new term is one file with its `RobustTerm` and one case here.
public enum RobustTermKind: String, Sendable, CaseIterable {
  /// The paper's: η of Theorem 2.
  case theorem
  /// The elementwise bound on the change of the margin.
  case elementwise
  /// Cross-entropy of the worst margins by intervals.
  case interval

  /// One line for listings.
  public var summary: String {
    switch self {
    case .theorem: "max over j of eta^{jy} of Theorem 2, the paper's term (Tsai et al. 2021, section 3.5)"
    case .elementwise: "max over j of the elementwise eta^{jy}, never above the theorem's"
    case .interval: "cross-entropy of the worst-case margins by interval arithmetic"
    }
  }

  /// A batch's gradient with this term.
  func gradient<Scalar: BLASScalar>(
    layout: ParameterLayout, activation: Activation, radius: TrainingRadius, batchSize: Int, threads: Int
  ) -> any BatchGradient<Scalar> {
    func threaded<Term: RobustTerm<Scalar>>(_ term: Term) -> any BatchGradient<Scalar> {
      ThreadedBatchGradient(
        layout: layout, activation: activation, term: term, radius: radius, batchSize: batchSize, threads: threads)
    }
    return switch self {
    case .theorem: threaded(MarginLossTerm<Scalar, TheoremTables<Scalar>>(layout: layout))
    case .elementwise: threaded(MarginLossTerm<Scalar, ElementwiseTables<Scalar>>(layout: layout))
    case .interval: threaded(IntervalTerm<Scalar>(layout: layout, activation: activation))
    }
  }
}
