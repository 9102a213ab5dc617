import TestSupport
import Testing

@testable import Certification

@Suite struct DualBoundTests {
  /// min −x₁ − x₂ subject to x₁ + 2x₂ ≤ 2, 0 ≤ x ≤ 1.
  private let program = LinearProgram(
    [LinearProgram.Row(columns: [0, 1], values: [1, 2], upper: 2)], lower: [0, 0], upper: [1, 1])
  private let objective = LinearProgram.Objective(coefficients: [-1, -1], constant: 0)

  private func bound(_ y: Double) -> Double {
    DualBound.lowerBound(program, objective, lower: program.lower, upper: program.upper, multipliers: [y])
  }

  @Test("y = −½: −½·2 + min(−½x₁) = −1.5, the minimum at (1, ½); y = 0: −2, the box's") func byHand() {
    #expect(bound(-0.5) <= -1.5 && bound(-0.5) > -1.5 - 1e-12)
    #expect(bound(0) <= -2 && bound(0) > -2 - 1e-12)
    #expect(bound(-1) <= -2 && bound(-1) > -2 - 1e-12)
  }

  @Test("multipliers of a missing bound, NaN and infinite ones count as 0") func uselessMultipliers() {
    for y in [1, Double.nan, .infinity, -.infinity] { #expect(bound(y) == bound(0)) }
  }

  @Test("infeasible: x₁ + 2x₂ ≤ 2 with 1 ≤ x ≤ 1 is refuted by any y < 0") func infeasible() {
    func refutes(_ y: Double, _ lower: [Double]) -> Bool {
      DualBound.provesInfeasible(program, lower: lower, upper: program.upper, multipliers: [y])
    }
    #expect(refutes(-1, [1, 1]) && refutes(-1e-3, [1, 1]))
    #expect(!refutes(1, [1, 1]) && !refutes(0, [1, 1]) && !refutes(-1, [0, 1]) && !refutes(-1, [0, 0]))
  }

  @Test("any multipliers, 300 random programs: no feasible point lies below the bound; the solver's reach the minimum")
  func random() throws {
    var g = SeededGenerator(seed: 3)
    for _ in 0..<300 {
      let (m, n) = (Int.random(in: 1...5, using: &g), Int.random(in: 1...6, using: &g))
      let lower = (0..<n).map { _ in g.normal() }
      let upper = lower.map { $0 + Double.random(in: 0...2, using: &g) }
      let inside = zip(lower, upper).map { Double.random(in: $0...$1, using: &g) }
      // Rows through a point of the box, so that it is feasible.
      let rows = (0..<m).map { _ in
        let values = (0..<n).map { _ in g.normal() }
        let activity = zip(values, inside).reduce(0) { $0 + $1.0 * $1.1 }
        return LinearProgram.Row(
          columns: Array(0..<n), values: values, lower: Bool.random(using: &g) ? activity - 0.1 : -.infinity,
          upper: Bool.random(using: &g) ? activity + 0.1 : .infinity)
      }
      let program = LinearProgram(rows, lower: lower, upper: upper)
      let objective = LinearProgram.Objective(coefficients: (0..<n).map { _ in g.normal() }, constant: g.normal())
      func value(_ x: [Double]) -> Double {
        zip(objective.coefficients, x).reduce(objective.constant) { $0 + $1.0 * $1.1 }
      }
      for _ in 0..<5 {
        let y = (0..<m).map { _ in g.normal() }
        let bound = DualBound.lowerBound(program, objective, lower: lower, upper: upper, multipliers: y)
        #expect(bound <= value(inside) + 1e-12)
      }
      let solver = try #require(SimplexSolver(program))
      solver.minimize(objective)
      solver.setBounds(lower: lower, upper: upper)
      solver.setCutOff(.infinity)
      #expect(solver.run(steps: 1000) == .optimal)
      let bound = DualBound.lowerBound(
        program, objective, lower: lower, upper: upper, multipliers: solver.multipliers)
      // Clp's tolerance is 1e-9 of numbers of the order 1.
      #expect(abs(bound - value(solver.point)) < 1e-6)
    }
  }
}
