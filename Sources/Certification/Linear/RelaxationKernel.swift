/// The inner loops of a backward pass over one row of coefficients. Four sums run side by side: the order of summation is free.
///
/// `pointwiseMax` and `pointwiseMin` pass over a NaN: ∞ − ∞ would count as 0. It is the sum of |λ| that keeps it.
enum RelaxationKernel {
  private typealias Four = SIMD4<Double>

  /// A := λ⁺s + λ⁻S with λ the coefficients less a shift; the sums of λ⁺t + λ⁻T, |A|e and |λ|.
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
      let (positive, negative) = (pointwiseMax(λ, zero), pointwiseMin(λ, zero))
      let a = positive * four(s, i) + negative * four(S, i)
      constant += positive * four(t, i) + negative * four(T, i)
      radius += pointwiseMax(a, -a) * four(e, i)
      magnitude += pointwiseMax(λ, -λ)
      (A[start + i], A[start + i + 1], A[start + i + 2], A[start + i + 3]) = (a[0], a[1], a[2], a[3])
      i += 4
    }
    var sums = Workspace.Sums(constant: constant.sum(), radius: radius.sum(), magnitude: magnitude.sum())
    while i < n {
      let λ = coefficients[i] - shift
      let (positive, negative) = (max(λ, 0), min(λ, 0))
      let a = positive * s[i] + negative * S[i]
      A[start + i] = a
      sums.constant += positive * t[i] + negative * T[i]
      sums.radius += a.magnitude * e[i]
      sums.magnitude += λ.magnitude
      i += 1
    }
    return sums
  }

  /// The sums of λ⁺t + λ⁻T and |λ|.
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
      let (positive, negative) = (pointwiseMax(λ, zero), pointwiseMin(λ, zero))
      constant += positive * four(t, i) + negative * four(T, i)
      magnitude += pointwiseMax(λ, -λ)
      i += 4
    }
    var sums = Workspace.Sums(constant: constant.sum(), radius: 0, magnitude: magnitude.sum())
    while i < n {
      let λ = coefficients[i] - shift
      sums.constant += max(λ, 0) * t[i] + min(λ, 0) * T[i]
      sums.magnitude += λ.magnitude
      i += 1
    }
    return sums
  }

  @inline(__always)
  private static func four(_ x: Span<Double>, _ i: Int) -> Four { Four(x[i], x[i + 1], x[i + 2], x[i + 3]) }
}
