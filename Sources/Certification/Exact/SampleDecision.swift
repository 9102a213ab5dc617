/// The decision for one sample that no certificate settles.
struct SampleDecision {
  private let model: SampleModel
  private let certified: Double
  private let deadline: Double
  private var search: WitnessSearch
  /// The smallest margin of a Ŵ, round-off added.
  private var upper = Double.infinity

  /// - Parameter certified: a proven lower bound on the margin.
  init(_ model: SampleModel, certified: Double, timeLimit: Double) {
    deadline = ThreadClock.now + timeLimit
    (self.model, self.certified) = (model, certified)
    search = WitnessSearch(model)
  }

  /// Witness at the centre, witness by search, then class by class.
  mutating func run(_ program: () -> MarginProgram) -> ExactOutcome {
    if let margin = model.upperMargin(model.perturbed.network) {
      if margin <= 0 { return .falsified(Witness(network: model.perturbed.network, margin: margin)) }
      upper = margin
    }
    search.searchAllClasses(until: deadline)
    if let witness = witness() { return .falsified(witness) }
    guard model.perturbed.depth > 1, ThreadClock.now < deadline else { return undecided(certified) }
    return decideClasses(program())
  }

  private mutating func decideClasses(_ margin: MarginProgram) -> ExactOutcome {
    let solver = SimplexSolver(margin.program)
    var (lowest, isOpen) = (Double.infinity, false)
    for j in search.classes {
      var tree = BranchAndBound(margin, to: j, solver: solver, deadline: deadline)
      let verdict = tree.run { point in
        search.descend(from: model.moves(towards: { margin.places[$0][$1].value(at: point) }), to: j)
        return witness()
      }
      switch verdict {
      case .falsified(let witness): return .falsified(witness)
      case .proven(let bound): lowest = min(lowest, bound)
      case .open(let bound): (lowest, isOpen) = (min(lowest, bound), true)
      }
    }
    return isOpen ? undecided(max(lowest, certified)) : .certified(margin: lowest)
  }

  /// Between a proven bound and the smallest margin found.
  private mutating func undecided(_ lower: Double) -> ExactOutcome {
    if let best = model.witness(search.best.moves, to: search.best.class) { upper = min(upper, best.margin) }
    return .undecided(lower: lower, upper: upper)
  }

  /// The best moves as a network, if their margin is ≤ 0 with its round-off.
  private mutating func witness() -> Witness? {
    guard search.best.margin <= 0, let witness = model.witness(search.best.moves, to: search.best.class) else {
      return nil
    }
    upper = min(upper, witness.margin)
    return witness.margin <= 0 ? witness : nil
  }
}

extension MarginProgram.Place {
  /// The output at a point of the program.
  func value(at point: [Double]) -> Double {
    switch self {
    case .column(let column, _): point[column]
    case .constant(let value): value
    }
  }
}
