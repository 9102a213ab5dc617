import MatrixNorms

/// The rows of a backward pass: coefficients, constants and round-off of many linear functions, in buffers that serve one layer
/// after another.
struct Workspace {
  /// Number of functions at work.
  private(set) var rows = 0
  /// The functions that all samples start from: their rows are the same for each, and need no copies.
  let functions: LinearFunctions
  /// True until the functions have been pulled back through a layer.
  private var isAtStart = true
  /// λ of each row, as far as it is known without its shift; the functions' own at the start.
  private var coefficients: [Double] = []
  /// A = λ times the slopes.
  private var scaled: [Double] = []
  /// Subtracted from every coefficient of a row.
  var shifts: [Double] = []
  /// What is constant already.
  var constants: [Double] = []
  /// What rounding may have spoiled.
  var roundOff: [Double] = []

  init(_ functions: LinearFunctions) { self.functions = functions }

  /// Begins with all functions, for so many samples: row i is function i mod count.
  mutating func start(samples: Int) {
    rows = samples * functions.coefficients.rows
    isAtStart = true
    shifts.removeAll(keepingCapacity: true)
    for _ in 0..<samples { shifts += functions.shifts }
    constants = Array(repeating: 0, count: rows)
    roundOff = constants
  }

  /// The bounds, round-off subtracted; −∞ where a number overflowed.
  var bounds: [Double] {
    zip(constants, roundOff).map { constant, roundOff in
      // The factor covers the rounding of the round-off itself, for rows of less than 2³⁰ entries.
      let bound = constant - roundOff * (1 + 0x1p-20) - constant.magnitude * 8 * unitRoundOff
      return bound.isNaN ? -.infinity : bound
    }
  }

  /// Sums over one row: of λt or λT, of |A|e and of |λ|.
  struct Sums {
    var (constant, radius, magnitude) = (0.0, 0.0, 0.0)
  }

  /// A := λs where λ ≥ 0 and λS elsewhere for one row, with λ its coefficients less the shift.
  mutating func relax(
    _ row: Int, _ width: Int, _ relaxation: LayerRelaxation, _ entries: Range<Int>, radii: [Double]
  ) -> Sums {
    if scaled.count < rows * width { scaled = Array(repeating: 0, count: rows * width) }
    let place = row * width
    return isAtStart
      ? Self.relax(
        functions.coefficients.elements, at: place % functions.coefficients.elements.count, shift: shifts[row],
        relaxation, entries, radii, into: &scaled, at: place)
      : Self.relax(coefficients, at: place, shift: shifts[row], relaxation, entries, radii, into: &scaled, at: place)
  }

  private static func relax(
    _ coefficients: [Double], at source: Int, shift: Double, _ relaxation: LayerRelaxation, _ entries: Range<Int>,
    _ radii: [Double], into scaled: inout [Double], at place: Int
  ) -> Sums {
    var A = scaled.mutableSpan
    return RelaxationKernel.relax(
      coefficients.span.extracting(source..<source + entries.count), shift: shift,
      relaxation.lowerSlopes.elements.span.extracting(entries),
      relaxation.upperSlopes.elements.span.extracting(entries),
      relaxation.lowerConstants.elements.span.extracting(entries),
      relaxation.upperConstants.elements.span.extracting(entries), radii.span, into: &A, at: place)
  }

  /// The same for the first layer, where only constants are left.
  mutating func conclude(_ row: Int, _ width: Int, _ relaxation: LayerRelaxation, _ entries: Range<Int>) -> Sums {
    let place = row * width
    let (λ, source) =
      isAtStart
      ? (functions.coefficients.elements, place % functions.coefficients.elements.count) : (coefficients, place)
    return RelaxationKernel.conclude(
      λ.span.extracting(source..<source + width), shift: shifts[row],
      relaxation.lowerConstants.elements.span.extracting(entries),
      relaxation.upperConstants.elements.span.extracting(entries))
  }

  /// λ := A W.
  mutating func multiply(by W: Matrix) {
    if coefficients.count < rows * W.columns { coefficients = Array(repeating: 0, count: rows * W.columns) }
    W.multiply(scaled, rows: rows, into: &coefficients)
    isAtStart = false
  }

  /// λ := λ − |A| E.
  mutating func subtractMagnitudes(times E: Matrix) {
    Self.negateMagnitudes(&scaled, count: rows * E.rows)
    E.multiply(scaled, rows: rows, addingTo: &coefficients)
  }

  private static func negateMagnitudes(_ x: inout [Double], count: Int) {
    var x = x.mutableSpan
    for i in 0..<count { x[i] = -x[i].magnitude }
  }
}
