/// Decides whether the margin to one class stays positive.
///
/// Every node of the tree is a set of choices. The relaxation's minimum bounds it from below; where that bound is not positive,
/// one switch is split into its two choices. The search goes on with a child at once, so that the simplex starts from a
/// neighbour's basis, and otherwise returns to the open node with the lowest bound.
struct BranchAndBound {
  /// What a search ended with.
  enum Verdict {
    /// The margin is at least this, and positive.
    case proven(Double)
    /// A network of the ball has a margin ≤ 0.
    case falsified(Witness)
    /// Neither: the lowest bound over what is left.
    case open(Double)
  }

  /// Choices made, and a bound on the margin under them.
  private struct Node {
    var choices: [(switch: Int, choice: KinkSwitch.Choice)] = []
    var bound = -Double.infinity
  }

  private let margin: MarginProgram
  private let relaxation: Relaxation
  private let deadline: Double
  private var open = [Node()]
  /// The lowest bound over nodes that are done, and over nodes whose minimum is attained but too near to 0 for a witness.
  private var (proven, unresolved) = (Double.infinity, Double.infinity)

  /// A search for the margin to class j until a deadline of the thread's clock; the solver may serve one class after another.
  init(_ margin: MarginProgram, to j: Int, solver: SimplexSolver?, deadline: Double) {
    (self.margin, self.deadline) = (margin, deadline)
    relaxation = Relaxation(margin.program, margin.objective(j), solver: solver, deadline: deadline)
  }

  /// Runs the search. `witness` gets the columns' values at a relaxation's minimum and tries to make a witness of them.
  mutating func run(_ witness: ([Double]) -> Witness?) -> Verdict {
    while var node = popLowest() {
      while true {
        guard ThreadClock.now < deadline else {
          return .open(min(unresolved, open.reduce(node.bound) { min($0, $1.bound) }))
        }
        let minimum = minimum(&node)
        if node.bound > 0 {
          proven = min(proven, node.bound)
          break
        }
        if let point = minimum.point, let witness = witness(point) { return .falsified(witness) }
        guard let split = split(node, minimum) else {
          unresolved = min(unresolved, node.bound)
          break
        }
        open.append(split.other)
        node = split.next
      }
    }
    return unresolved < .infinity ? .open(unresolved) : .proven(proven)
  }

  private mutating func popLowest() -> Node? {
    guard let index = open.indices.min(by: { open[$0].bound < open[$1].bound }) else { return nil }
    open.swapAt(index, open.count - 1)
    return open.removeLast()
  }

  /// Raises the node's bound to what its relaxation proves.
  private func minimum(_ node: inout Node) -> Relaxation.Minimum {
    var (lower, upper) = (margin.program.lower, margin.program.upper)
    for (index, choice) in node.choices { margin.switches[index].apply(choice, lower: &lower, upper: &upper) }
    let minimum = relaxation.minimum(lower: lower, upper: upper)
    node.bound = max(node.bound, minimum.bound)
    return minimum
  }

  /// Both choices of the switch that promises most, the likelier way to a witness first; nil where all switches agree with the
  /// minimum, so that it is attained.
  ///
  /// With the row's multiplier μ, laying the neuron flat costs up to μ(1 + reach/height) times its distance from the kink,
  /// and taking away its slack up to μ · reach/height times the slack.
  private func split(_ node: Node, _ minimum: Relaxation.Minimum) -> (next: Node, other: Node)? {
    let made = Set(node.choices.map(\.switch))
    var best: (switch: Int, next: KinkSwitch.Choice, score: Double)?
    for (index, kink) in margin.switches.enumerated() where !made.contains(index) {
      // Without a point any switch is as good as another.
      guard let x = minimum.point else {
        best = (index, .linear, 0)
        break
      }
      let (off, slack) = ((x[kink.column] - kink.value).magnitude, x[kink.slack])
      guard off > 1e-12 * kink.height, slack > 1e-12 * kink.reach else { continue }
      let μ = minimum.multipliers[kink.row].magnitude
      let flat = μ * (1 + kink.reach / kink.height) * off
      let linear = μ * (kink.reach / kink.height) * slack
      if flat > best?.score ?? -1 { best = (index, linear > flat ? .flat : .linear, flat) }
    }
    guard let best else { return nil }
    var (next, other) = (node, node)
    next.choices.append((best.switch, best.next))
    other.choices.append((best.switch, best.next == .linear ? .flat : .linear))
    return (next, other)
  }
}
