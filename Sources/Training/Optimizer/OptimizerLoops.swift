import CSquareRoot

extension Loop {
  /// One step of SGD over a run of parameters; see `OptimizerKind.sgd`. Without momentum `v` is empty.
  @inline(__always)
  static func sgd<Scalar: FloatingPoint>(
    _ w: inout MutableSpan<Scalar>, _ v: inout MutableSpan<Scalar>, _ g: Span<Scalar>, _ run: Range<Int>, rate: Scalar,
    momentum: Scalar, decay: Scalar
  ) {
    precondition(
      run.lowerBound >= 0 && run.upperBound <= w.count && run.upperBound <= g.count, "a loop leaves its array")
    guard v.count > 0 else {
      for i in run { unsafe w[unchecked: i] -= rate * (g[unchecked: i] + decay * w[unchecked: i]) }
      return
    }
    precondition(run.upperBound <= v.count, "a loop leaves its array")
    for i in run {
      let velocity = unsafe momentum * v[unchecked: i] + g[unchecked: i] + decay * w[unchecked: i]
      unsafe v[unchecked: i] = velocity
      unsafe w[unchecked: i] -= rate * velocity
    }
  }

  /// The numbers of one step of Adam.
  struct AdamStep<Scalar: FloatingPoint & Sendable>: Sendable {
    let β1: Scalar, β2: Scalar
    /// The rate and the corrections of both moments.
    let rate: Scalar
    /// What keeps the divisor from zero.
    let floor: Scalar
  }

  /// One step of Adam over a run of parameters; see `OptimizerKind.adam`.
  @inline(__always)
  static func adam<Scalar: FloatingPoint>(
    _ w: inout MutableSpan<Scalar>, _ m: inout MutableSpan<Scalar>, _ v: inout MutableSpan<Scalar>, _ g: Span<Scalar>,
    _ run: Range<Int>, _ step: AdamStep<Scalar>, shrink: Scalar
  ) {
    precondition(
      run.lowerBound >= 0 && run.upperBound <= w.count && run.upperBound <= g.count, "a loop leaves its array")
    precondition(run.upperBound <= m.count && run.upperBound <= v.count, "a loop leaves its array")
    for i in run {
      let slope = unsafe g[unchecked: i]
      let first = unsafe step.β1 * m[unchecked: i] + (1 - step.β1) * slope
      let second = unsafe step.β2 * v[unchecked: i] + (1 - step.β2) * slope * slope
      unsafe m[unchecked: i] = first
      unsafe v[unchecked: i] = second
      let weight = unsafe w[unchecked: i]
      unsafe w[unchecked: i] = weight - step.rate * first / (second.root + step.floor) - shrink * weight
    }
  }
}

extension FloatingPoint {
  /// √self. The standard library's is C's, which sets errno below 0: a loop with it is not vectorized.
  @inline(__always)
  fileprivate var root: Self {
    switch self {
    case let x as Float: square_root_float(x) as! Self
    case let x as Double: square_root_double(x) as! Self
    default: squareRoot()
    }
  }
}
