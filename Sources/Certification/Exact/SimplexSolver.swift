private import CClp

/// The dual simplex of COIN Clp on one linear program: the only place that touches Clp. One solver belongs to one thread; many
/// may run at once.
///
/// Nothing that it returns is trusted: duals become bounds in `DualBound`, primal points become weights. Columns, rows and the
/// objective are scaled by powers of two, exactly, so that Clp's absolute tolerances fit networks of any size.
final class SimplexSolver {
  private let model: ClpModel
  private let columnScales: [Double]
  private let rowScales: [Double]
  private var objectiveScale = 1.0

  /// How a run ended: at the minimum, without a solution, above the cut-off, after the given steps, or with an error.
  enum Status { case optimal, infeasible, cutOff, stopped, failed }

  /// Hands a program to Clp; nil where a number is too large or not finite, and for a program without rows.
  init?(_ program: LinearProgram) {
    guard program.rowCount > 0 else { return nil }
    let columnScales = zip(program.lower, program.upper).map { powerOfTwo(max($0.magnitude, $1.magnitude)) }
    var rowSizes = [Double](repeating: 0, count: program.rowCount)
    var values = program.values
    for j in 0..<program.columnCount {
      for entry in Int(program.starts[j])..<Int(program.starts[j + 1]) {
        values[entry] *= columnScales[j]
        let i = Int(program.rows[entry])
        rowSizes[i] = max(rowSizes[i], values[entry].magnitude)
      }
    }
    let rowScales = rowSizes.map { 1 / powerOfTwo($0) }
    for entry in values.indices { values[entry] *= rowScales[Int(program.rows[entry])] }
    (self.columnScales, self.rowScales) = (columnScales, rowScales)
    let lower = zip(program.lower, columnScales).map { $0 / $1 }
    let upper = zip(program.upper, columnScales).map { $0 / $1 }
    let rowLower = zip(program.rowLower, rowScales).map { $0 * $1 }
    let rowUpper = zip(program.rowUpper, rowScales).map { $0 * $1 }
    guard (values + lower + upper).allSatisfy({ $0.magnitude <= 4 }),
      !(rowLower + rowUpper).contains(where: { $0.isNaN || ($0.isFinite && $0.magnitude > 1e9) })
    else { return nil }
    model = ClpModel()
    unsafe Clp_setLogLevel(model.pointer, 0)
    unsafe Clp_loadProblem(
      model.pointer, Int32(program.columnCount), Int32(program.rowCount), program.starts, program.rows, values, lower,
      upper, nil, rowLower, rowUpper)
    unsafe Clp_scaling(model.pointer, 0)
    unsafe Clp_setPrimalTolerance(model.pointer, 1e-9)
    unsafe Clp_setDualTolerance(model.pointer, 1e-9)
  }

  /// The function to minimise, without its constant.
  func minimize(_ objective: LinearProgram.Objective) {
    let c = zip(objective.coefficients, columnScales).map { $0 * $1 }
    objectiveScale = 1 / powerOfTwo(c.reduce(0) { max($0, $1.magnitude) })
    unsafe Clp_chgObjCoefficients(model.pointer, c.map { $0 * objectiveScale })
  }

  /// Runs stop as soon as the minimum is known to exceed this.
  func setCutOff(_ limit: Double) {
    unsafe Clp_setDualObjectiveLimit(model.pointer, min(limit * objectiveScale, .greatestFiniteMagnitude))
  }

  /// Bounds of the columns.
  func setBounds(lower: [Double], upper: [Double]) {
    unsafe Clp_chgColumnLower(model.pointer, zip(lower, columnScales).map { $0 / $1 })
    unsafe Clp_chgColumnUpper(model.pointer, zip(upper, columnScales).map { $0 / $1 })
  }

  /// Up to so many steps of the dual simplex from the present basis.
  func run(steps: Int) -> Status {
    unsafe Clp_setNumberIterations(model.pointer, 0)
    unsafe Clp_setMaximumIterations(model.pointer, Int32(clamping: steps))
    let status = unsafe Clp_dual(model.pointer, 0)
    switch status {
    case 0: return .optimal
    case 1: return unsafe Clp_secondaryStatus(model.pointer) == 1 ? .cutOff : .infeasible
    case 3: return .stopped
    default: return .failed
    }
  }

  /// The multipliers of the rows.
  var multipliers: [Double] {
    let dual = unsafe UnsafeBufferPointer(start: Clp_dualRowSolution(model.pointer), count: rowScales.count)
    return rowScales.indices.map { unsafe dual[$0] * rowScales[$0] / objectiveScale }
  }

  /// Multipliers that may prove infeasibility, up to their common sign; nil where Clp has none.
  var infeasibilityRay: [Double]? {
    guard let ray = unsafe Clp_infeasibilityRay(model.pointer) else { return nil }
    defer { unsafe Clp_freeRay(model.pointer, ray) }
    return rowScales.indices.map { unsafe ray[$0] * rowScales[$0] }
  }

  /// The columns' values.
  var point: [Double] {
    let primal = unsafe UnsafeBufferPointer(start: Clp_primalColumnSolution(model.pointer), count: columnScales.count)
    return columnScales.indices.map { unsafe primal[$0] * columnScales[$0] }
  }

  /// Which columns and rows are basic, to return to.
  var basis: [UInt8] {
    get {
      let status = unsafe UnsafeBufferPointer(
        start: Clp_statusArray(model.pointer), count: columnScales.count + rowScales.count)
      return unsafe Array(status)
    }
    set { unsafe Clp_copyinStatus(model.pointer, newValue) }
  }
}

/// Frees the model. A type of its own, since an initializer that fails early has none.
@safe private final class ClpModel {
  let pointer: UnsafeMutableRawPointer

  init() { unsafe pointer = unsafe Clp_newModel() }
  deinit { unsafe Clp_deleteModel(pointer) }
}

/// A power of two near a magnitude; 1 for 0.
private func powerOfTwo(_ x: Double) -> Double {
  x > 0 && x.isFinite ? Double(sign: .plus, exponent: x.exponent, significand: 1) : 1
}
