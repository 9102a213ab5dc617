/// One linear function to minimise over a program whose column bounds change from call to call.
struct Relaxation {
  private let program: LinearProgram
  private let objective: LinearProgram.Objective
  private let solver: SimplexSolver?
  private let deadline: Double

  /// What is known of a minimum.
  struct Minimum {
    /// A proven lower bound; ∞ where there is no solution.
    var bound: Double
    /// Where the solver sees the minimum; nil where it saw none.
    var point: [Double]?
    /// The rows' multipliers behind the bound.
    var multipliers: [Double]
  }

  /// - Parameter solver: nil for a program without rows, whose minimum is a corner of the box, or with numbers that no solver
  ///   takes, where the box's corner is a bound all the same.
  init(_ program: LinearProgram, _ objective: LinearProgram.Objective, solver: SimplexSolver?, deadline: Double) {
    (self.program, self.objective, self.solver, self.deadline) = (program, objective, solver, deadline)
    solver?.minimize(objective)
  }

  /// Steps of the simplex between two looks at the clock.
  private static let stepsAtOnce = 500

  /// The minimum; a solver that fails or runs out of time leaves a weaker bound.
  func minimum(lower: [Double], upper: [Double]) -> Minimum {
    guard let solver else {
      let corner = objective.coefficients.indices.map { objective.coefficients[$0] > 0 ? lower[$0] : upper[$0] }
      return minimum(lower, upper, corner, Array(repeating: 0, count: program.rowCount))
    }
    solver.setBounds(lower: lower, upper: upper)
    let status = run(solver, until: 0)
    var minimum = minimum(lower, upper, status == .optimal ? solver.point : nil, solver.multipliers)
    if status == .cutOff, minimum.bound <= 0 {
      // The solver's own margin above 0 was less than round-off.
      let status = run(solver, until: .infinity)
      minimum = self.minimum(lower, upper, status == .optimal ? solver.point : nil, solver.multipliers)
    }
    if status == .infeasible, minimum.bound <= 0, isInfeasible(solver, lower, upper) { minimum.bound = .infinity }
    return minimum
  }

  private func run(_ solver: SimplexSolver, until cutOff: Double) -> SimplexSolver.Status {
    solver.setCutOff(cutOff - objective.constant)
    var status = SimplexSolver.Status.stopped
    repeat { status = solver.run(steps: Self.stepsAtOnce) } while status == .stopped && ThreadClock.now < deadline
    return status
  }

  private func minimum(_ lower: [Double], _ upper: [Double], _ point: [Double]?, _ y: [Double]) -> Minimum {
    let bound = DualBound.lowerBound(program, objective, lower: lower, upper: upper, multipliers: y)
    return Minimum(bound: bound, point: point, multipliers: y)
  }

  /// True where the solver's ray is a proof, with either sign.
  private func isInfeasible(_ solver: SimplexSolver, _ lower: [Double], _ upper: [Double]) -> Bool {
    guard let ray = solver.infeasibilityRay else { return false }
    return [ray, ray.map { -$0 }].contains {
      DualBound.provesInfeasible(program, lower: lower, upper: upper, multipliers: $0)
    }
  }
}
