import Testing

@testable import Certification

@Suite struct SimplexSolverTests {
  /// min −x₁ − x₂ subject to x₁ + 2x₂ ≤ 2, 0 ≤ x ≤ 1, with columns, row and objective in other units.
  @Test("units from 10⁻¹⁰⁰ to 10¹⁰⁰ change nothing but the units", arguments: [1e-100, 1e-12, 1, 1e12, 1e100])
  func units(_ unit: Double) throws {
    let program = LinearProgram(
      [LinearProgram.Row(columns: [0, 1], values: [3 / unit, 6], upper: 6)], lower: [0, 0], upper: [unit, 1])
    let solver = try #require(SimplexSolver(program))
    solver.minimize(LinearProgram.Objective(coefficients: [-1, -unit], constant: 0))
    solver.setCutOff(.infinity)
    #expect(solver.run(steps: 100) == .optimal)
    let (x, y) = (solver.point, solver.multipliers)
    #expect(abs(x[0] / unit - 1) < 1e-9 && abs(x[1] - 0.5) < 1e-9)
    #expect(abs(y[0] / unit + 1.0 / 6) < 1e-9)
  }

  @Test("without a solution: infeasible, and the ray proves it") func infeasible() throws {
    let program = LinearProgram(
      [LinearProgram.Row(columns: [0, 1], values: [1, 2], upper: 2)], lower: [0, 0], upper: [1, 1])
    let solver = try #require(SimplexSolver(program))
    solver.minimize(LinearProgram.Objective(coefficients: [-1, -1], constant: 0))
    solver.setCutOff(.infinity)
    solver.setBounds(lower: [1, 0.75], upper: [1, 1])
    #expect(solver.run(steps: 100) == .infeasible)
    let ray = try #require(solver.infeasibilityRay)
    #expect(
      [ray, ray.map { -$0 }].contains {
        DualBound.provesInfeasible(program, lower: [1, 0.75], upper: [1, 1], multipliers: $0)
      })
  }

  @Test("no rows, infinite or NaN numbers: there is no solver") func refusals() {
    #expect(SimplexSolver(LinearProgram([], lower: [0], upper: [1])) == nil)
    for number in [Double.infinity, .nan] {
      let row = LinearProgram.Row(columns: [0], values: [number], upper: 1)
      #expect(SimplexSolver(LinearProgram([row], lower: [0], upper: [1])) == nil)
      let plain = LinearProgram.Row(columns: [0], values: [1], upper: 1)
      #expect(SimplexSolver(LinearProgram([plain], lower: [0], upper: [number])) == nil)
    }
  }
}
