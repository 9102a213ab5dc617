/// Decides whether a margin stays positive: the relaxation's minimum bounds it from below; where the bound is not positive, one
/// switch is split into its two choices. Goes on with a child at once, so that the simplex starts from a neighbour's basis, and
/// returns to the open node with the lowest bound.
struct BranchAndBound {
  /// What a search ended with.
  enum Verdict {
    /// The margin is at least this, and positive.
    case proven(Double)
    /// The search for witnesses found a margin ≤ 0.
    case witness
    /// Neither: the lowest bound over what is left.
    case open(Double)
  }

  /// Choices made, and a bound on the margin under them.
  private struct Node {
    var choices: [(switch: Int, choice: KinkSwitch.Choice)] = []
    var bound = -Double.infinity
  }

  private let margin: MarginProgram
  private let objective: LinearProgram.Objective
  private let solver: SimplexSolver?
  private let target: Int
  private let deadline: Double
  /// Nodes whose bound is not positive and which cannot be split: the program has its minimum there, and rounding hides its sign.
  private var unresolved = Double.infinity
  private var open: [Node] = []
  private var proven = Double.infinity

  /// A search for the margin to class j until a deadline of the thread's clock; the solver is shared by all classes.
  init(_ margin: MarginProgram, to j: Int, solver: SimplexSolver?, deadline: Double) {
    (self.margin, self.solver, self.deadline) = (margin, solver, deadline)
    target = j
    objective = margin.objective(j)
  }

  /// Runs the search; `try` gets the outputs of the hidden layers at a relaxation's minimum and is true if they led to a witness.
  mutating func run(_ tryOutputs: ([Double]) -> Bool) -> Verdict {
    solver?.minimize(objective, cutOff: 0)
    open = [Node()]
    while let node = popLowest() {
      var current = node
      while true {
        guard ThreadClock.now < deadline else {
          open.append(current)
          return .open(min(unresolved, open.reduce(.infinity) { min($0, $1.bound) }))
        }
        let relaxation = solve(&current)
        if current.bound > 0 {
          proven = min(proven, current.bound)
          break
        }
        if let point = relaxation.point, tryOutputs(point) { return .witness }
        guard let branching = choose(current, relaxation) else {
          unresolved = min(unresolved, current.bound)
          break
        }
        var other = current
        current.choices.append((branching.switch, branching.first))
        other.choices.append((branching.switch, branching.first == .linear ? .flat : .linear))
        open.append(other)
      }
    }
    return unresolved < .infinity ? .open(unresolved) : .proven(proven)
  }

  private mutating func popLowest() -> Node? {
    guard let index = open.indices.min(by: { open[$0].bound < open[$1].bound }) else { return nil }
    open.swapAt(index, open.count - 1)
    return open.removeLast()
  }

  private struct Relaxation {
    var point: [Double]?
    var multipliers: [Double] = []
  }

  /// Raises the node's bound to what the relaxation proves.
  private func solve(_ node: inout Node) -> Relaxation {
    let program = margin.program
    var (lower, upper) = (program.lower, program.upper)
    for (index, choice) in node.choices { margin.switches[index].apply(choice, lower: &lower, upper: &upper) }
    guard let solver else {
      let y = [Double](repeating: 0, count: program.rowCount)
      node.bound = max(
        node.bound, DualBound.lowerBound(program, objective, lower: lower, upper: upper, multipliers: y))
      return Relaxation(point: objective.coefficients.indices.map { objective.coefficients[$0] > 0 ? lower[$0] : upper[$0] })
    }
    solver.setBounds(lower: lower, upper: upper)
    var status = SimplexSolver.Status.stopped
    repeat { status = solver.run(steps: 500) } while status == .stopped && ThreadClock.now < deadline
    let y = solver.multipliers
    node.bound = max(node.bound, DualBound.lowerBound(program, objective, lower: lower, upper: upper, multipliers: y))
    if status == .infeasible, node.bound <= 0, let ray = solver.infeasibilityRay,
      [ray, ray.map { -$0 }].contains(where: {
        DualBound.provesInfeasible(program, lower: lower, upper: upper, multipliers: $0)
      })
    {
      node.bound = .infinity
    }
    return Relaxation(point: status == .optimal ? solver.point : nil, multipliers: y)
  }

  private func choose(_ node: Node, _ relaxation: Relaxation) -> (switch: Int, first: KinkSwitch.Choice)? {
    let made = Set(node.choices.map(\.switch))
    guard let x = relaxation.point else {
      return margin.switches.indices.first { !made.contains($0) }.map { ($0, .linear) }
    }
    var best: (switch: Int, first: KinkSwitch.Choice)?
    var bestScore = 0.0
    for (index, kink) in margin.switches.enumerated() where !made.contains(index) {
      let (off, slack) = ((x[kink.column] - kink.value).magnitude, x[kink.slack])
      guard off > 1e-12 * kink.height, slack > 1e-12 * kink.reach else { continue }
      let μ = relaxation.multipliers[kink.row].magnitude
      let linear = μ * kink.reach / kink.height * slack
      let flat = μ * (1 + kink.reach / kink.height) * off
      let score = (linear + 1e-9) * (flat + 1e-9)
      if score > bestScore { (best, bestScore) = ((index, linear > flat ? .flat : .linear), score) }
    }
    return best
  }
}
