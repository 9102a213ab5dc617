/// What multipliers of a linear program's rows prove, whoever found them.
///
/// For any y, feasible or not, every x in the program has
///
///   c·x ≥ Σ_i min(y_i Rᵢ) + Σ_j min over lower_j ≤ x_j ≤ upper_j of (c − Aᵀy)_j x_j,
///
/// where min(y_i Rᵢ) is y_i · rowLower_i for y_i > 0 and y_i · rowUpper_i for y_i < 0; a multiplier of a missing bound is
/// taken as 0. Nothing is assumed of the solver. Source: Neumaier and Shcherbina, "Safe bounds in linear and mixed-integer
/// linear programming" (2004), with all columns bounded.
///
/// **Error bounds.** With m rows and n columns every number is a sum of at most m + n + 2 products; the computed total is off by
/// at most 2(m + n + 8)u times the sum of all magnitudes, Σ|y_i R_i| + Σ_j x̄_j (|c_j| + Σ_i |a_ij y_i|) with
/// x̄_j = max(|lower_j|, |upper_j|), which is added up beside it (twice that is subtracted). Products that underflow lose at most
/// one least double each, times x̄_j.
enum DualBound {
  /// A lower bound on the objective over the program with other column bounds; −∞ where numbers overflow. O(entries).
  static func lowerBound(
    _ program: LinearProgram, _ objective: LinearProgram.Objective, lower: [Double], upper: [Double],
    multipliers: [Double]
  ) -> Double {
    let y = multipliers.enumerated().map { i, y in
      (y > 0 ? program.rowLower[i] : program.rowUpper[i]).isFinite && y.isFinite ? y : 0
    }
    var (total, magnitude, largest) = (objective.constant, objective.constant.magnitude, 0.0)
    for (i, y) in y.enumerated() where y != 0 {
      let term = y * (y > 0 ? program.rowLower[i] : program.rowUpper[i])
      total += term
      magnitude += term.magnitude
    }
    let (starts, rows, values) = (program.starts.span, program.rows.span, program.values.span)
    for j in 0..<program.columnCount {
      var (d, size) = (objective.coefficients[j], objective.coefficients[j].magnitude)
      for entry in Int(starts[j])..<Int(starts[j + 1]) {
        let product = values[entry] * y[Int(rows[entry])]
        d -= product
        size += product.magnitude
      }
      total += d * (d > 0 ? lower[j] : upper[j])
      let x = max(lower[j].magnitude, upper[j].magnitude)
      magnitude += size * x
      largest = max(largest, x)
    }
    let terms = Double(program.rowCount + program.columnCount + 8)
    let entries = Double(program.values.count) + terms
    let bound = total - 4 * terms * unitRoundOff * magnitude - 4 * entries * (1 + largest) * underflow
    return bound.isNaN ? -.infinity : bound
  }

  /// True where the multipliers prove that the program has no solution: c = 0 would have a positive minimum (Farkas).
  static func provesInfeasible(
    _ program: LinearProgram, lower: [Double], upper: [Double], multipliers: [Double]
  ) -> Bool {
    let zero = LinearProgram.Objective(
      coefficients: Array(repeating: 0, count: program.columnCount), constant: 0)
    return lowerBound(program, zero, lower: lower, upper: upper, multipliers: multipliers) > 0
  }
}
