/// Loops over parts of arrays. The bounds are checked once for a loop, not for every entry, so that the compiler can use
/// vector instructions: with those of `OptimizerLoops.swift` the only unchecked accesses of this module.
enum Loop {
  /// a_i := f(a_i) over the first entries.
  @inline(__always)
  static func update<Scalar>(_ a: inout [Scalar], count: Int, _ f: (Scalar) -> Scalar) {
    precondition(count >= 0 && count <= a.count, "a loop leaves its array")
    var x = a.mutableSpan
    for i in 0..<count { unsafe x[unchecked: i] = f(x[unchecked: i]) }
  }

  /// a_i := value over a part.
  @inline(__always)
  static func fill<Scalar>(_ a: inout [Scalar], _ range: Range<Int>, with value: Scalar) {
    precondition(range.lowerBound >= 0 && range.upperBound <= a.count, "a loop leaves its array")
    var x = a.mutableSpan
    for i in range { unsafe x[unchecked: i] = value }
  }

  /// a_i := f(a_i, b_i) over the first entries.
  @inline(__always)
  static func update<Scalar>(_ a: inout [Scalar], _ b: [Scalar], count: Int, _ f: (Scalar, Scalar) -> Scalar) {
    update(&a, 0..<count, b, 0..<count, f)
  }

  /// a_{o+i} := f(a_{o+i}, b_{p+i}) over parts that begin at o and p.
  @inline(__always)
  static func update<Scalar>(
    _ a: inout [Scalar], _ part: Range<Int>, _ b: [Scalar], _ other: Range<Int>, _ f: (Scalar, Scalar) -> Scalar
  ) {
    precondition(part.lowerBound >= 0 && part.upperBound <= a.count, "a loop leaves its array")
    precondition(other.lowerBound >= 0 && other.upperBound <= b.count && other.count == part.count, "unequal parts")
    let (o, p) = (part.lowerBound, other.lowerBound)
    var x = a.mutableSpan
    let y = b.span
    for i in 0..<part.count { unsafe x[unchecked: o &+ i] = f(x[unchecked: o &+ i], y[unchecked: p &+ i]) }
  }

  /// a_i := f(a_i, b_i) over all of both.
  @inline(__always)
  static func update<Scalar>(_ a: inout MutableSpan<Scalar>, _ b: Span<Scalar>, _ f: (Scalar, Scalar) -> Scalar) {
    precondition(a.count == b.count, "unequal parts")
    for i in 0..<a.count { unsafe a[unchecked: i] = f(a[unchecked: i], b[unchecked: i]) }
  }

  /// (a_i, b_i) := f(a_i, b_i, c_i, d_i) over the first entries.
  @inline(__always)
  static func update<Scalar>(
    _ a: inout [Scalar], _ b: inout [Scalar], _ c: [Scalar], _ d: [Scalar], count: Int,
    _ f: (Scalar, Scalar, Scalar, Scalar) -> (Scalar, Scalar)
  ) {
    precondition(count >= 0 && count <= a.count && count <= b.count, "a loop leaves its array")
    precondition(count <= c.count && count <= d.count, "a loop leaves its array")
    var x = a.mutableSpan
    var y = b.mutableSpan
    let (z, w) = (c.span, d.span)
    for i in 0..<count {
      let new = unsafe f(x[unchecked: i], y[unchecked: i], z[unchecked: i], w[unchecked: i])
      unsafe x[unchecked: i] = new.0
      unsafe y[unchecked: i] = new.1
    }
  }

  /// g_{o+i} := g_{o+i} + sign(v_{o+i} − w_{p+i}) m_{q+i}, the gradient through |v − w|, over parts of the first's length.
  @inline(__always)
  static func addSigned<Scalar: FloatingPoint>(
    _ g: inout [Scalar], _ part: Range<Int>, _ m: [Scalar], from q: Int, sign v: [Scalar], minus p: Int
  ) {
    let (count, o) = (part.count, part.lowerBound)
    precondition(o >= 0 && part.upperBound <= g.count && part.upperBound <= v.count, "a loop leaves its array")
    precondition(q >= 0 && q + count <= m.count && p >= 0 && p + count <= v.count, "a loop leaves its array")
    var x = g.mutableSpan
    let (y, z) = (m.span, v.span)
    for i in 0..<count {
      let sign = unsafe (z[unchecked: o &+ i] - z[unchecked: p &+ i]).signum
      unsafe x[unchecked: o &+ i] += sign * y[unchecked: q &+ i]
    }
  }

  /// g_{o+i} := g_{o+i} + sign(w_{o+i}) m_i over a part that begins at o: the gradient through |w|.
  @inline(__always)
  static func addSigned<Scalar: FloatingPoint>(
    _ g: inout [Scalar], _ part: Range<Int>, _ m: [Scalar], sign w: [Scalar]
  ) {
    let (count, o) = (part.count, part.lowerBound)
    precondition(o >= 0 && part.upperBound <= g.count && part.upperBound <= w.count, "a loop leaves its array")
    precondition(count <= m.count, "a loop leaves its array")
    var x = g.mutableSpan
    let (y, z) = (m.span, w.span)
    for i in 0..<count { unsafe x[unchecked: o &+ i] += z[unchecked: o &+ i].signum * y[unchecked: i] }
  }
}

extension FloatingPoint {
  /// −1, 0 or 1: the subgradient of |x| that is 0 at 0.
  @inline(__always)
  var signum: Self { self > 0 ? 1 : self < 0 ? -1 : 0 }
}
