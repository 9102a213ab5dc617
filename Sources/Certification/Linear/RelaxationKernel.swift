/// The inner loops of a backward pass over one row of coefficients. Four sums run side by side: the order of summation is free.
///
/// A coefficient of ∞ − ∞ stays NaN in all sums. (`pointwiseMax` and `pointwiseMin` would make it 0, and hide it.)
enum RelaxationKernel {
  private typealias Four = SIMD4<Double>

  /// A := λs where λ ≥ 0 and λS elsewhere, with λ the coefficients less a shift; the sums of λt or λT, |A|e and |λ|.
  static func relax(
    _ coefficients: Span<Double>, shift: Double, _ s: Span<Double>, _ S: Span<Double>, _ t: Span<Double>,
    _ T: Span<Double>, _ e: Span<Double>, into A: inout MutableSpan<Double>, at start: Int
  ) -> Workspace.Sums {
    let n = coefficients.count
    precondition(s.count == n && S.count == n && t.count == n && T.count == n && e.count == n, "rows of unequal length")
    precondition(start >= 0 && start + n <= A.count, "the row lies outside the buffer")
    var (constant, radius, magnitude) = (Four.zero, Four.zero, Four.zero)
    let zero = Four.zero
    var i = 0
    while i + 4 <= n {
      let λ = four(coefficients, i) - shift
      let isLower = λ .>= zero
      let a = λ * four(S, i).replacing(with: four(s, i), where: isLower)
      constant += λ * four(T, i).replacing(with: four(t, i), where: isLower)
      radius += a.replacing(with: zero - a, where: a .< zero) * four(e, i)
      magnitude += λ.replacing(with: zero - λ, where: λ .< zero)
      (A[start + i], A[start + i + 1], A[start + i + 2], A[start + i + 3]) = (a[0], a[1], a[2], a[3])
      i += 4
    }
    var sums = Workspace.Sums(constant: constant.sum(), radius: radius.sum(), magnitude: magnitude.sum())
    while i < n {
      let λ = coefficients[i] - shift
      let a = λ * (λ >= 0 ? s[i] : S[i])
      A[start + i] = a
      sums.constant += λ * (λ >= 0 ? t[i] : T[i])
      sums.radius += a.magnitude * e[i]
      sums.magnitude += λ.magnitude
      i += 1
    }
    return sums
  }

  /// The sums of λt or λT and |λ|.
  static func conclude(
    _ coefficients: Span<Double>, shift: Double, _ t: Span<Double>, _ T: Span<Double>
  ) -> Workspace.Sums {
    let n = coefficients.count
    precondition(t.count == n && T.count == n, "rows of unequal length")
    var (constant, magnitude) = (Four.zero, Four.zero)
    let zero = Four.zero
    var i = 0
    while i + 4 <= n {
      let λ = four(coefficients, i) - shift
      let isLower = λ .>= zero
      constant += λ * four(T, i).replacing(with: four(t, i), where: isLower)
      magnitude += λ.replacing(with: zero - λ, where: λ .< zero)
      i += 4
    }
    var sums = Workspace.Sums(constant: constant.sum(), radius: 0, magnitude: magnitude.sum())
    while i < n {
      let λ = coefficients[i] - shift
      sums.constant += λ * (λ >= 0 ? t[i] : T[i])
      sums.magnitude += λ.magnitude
      i += 1
    }
    return sums
  }

  @inline(__always)
  private static func four(_ x: Span<Double>, _ i: Int) -> Four { Four(x[i], x[i + 1], x[i + 2], x[i + 3]) }
}
