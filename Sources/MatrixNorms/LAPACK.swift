private import CLAPACKE

/// The only place that calls BLAS and LAPACK. Row-major matrices are handed over as they lie in memory.
///
/// LAPACK reads by columns, so it sees the transpose of a row-major matrix; singular values do not care, and a triangle
/// swaps its name. No call copies or transposes a matrix. Inputs must be finite: info = 0 says nothing about NaN.
enum LAPACK {
  /// C := C + A·Bᵀ, for A (n × k), B (m × k), C (n × m), all by rows.
  static func multiply(
    _ a: [Double], byTransposeOf b: [Double], into c: inout [Double], rows n: Int, columns m: Int, inner k: Int
  ) {
    precondition(a.count == n * k && b.count == m * k && c.count == n * m, "shapes do not chain")
    guard n > 0, m > 0, k > 0 else { return }
    unsafe cblas_dgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, blasint(n), blasint(m), blasint(k), 1, a, blasint(k), b, blasint(k), 1,
      &c, blasint(m))
  }

  /// C := β C + A·B, for A (n × k), B (k × m), C (n × m), all by rows; A and C may have room to spare.
  static func multiply(
    _ a: [Double], by b: [Double], into c: inout [Double], rows n: Int, columns m: Int, inner k: Int, keeping β: Double
  ) {
    precondition(a.count >= n * k && b.count == k * m && c.count >= n * m, "shapes do not chain")
    guard n > 0, m > 0, k > 0 else { return }
    unsafe cblas_dgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(n), blasint(m), blasint(k), 1, a, blasint(k), b, blasint(m), β,
      &c, blasint(m))
  }

  /// C := C + Aᵀ·B, for A (k × n), B (k × m), C (n × m), all by rows.
  static func multiply(
    transposeOf a: [Double], by b: [Double], into c: inout [Double], rows n: Int, columns m: Int, inner k: Int
  ) {
    precondition(a.count == n * k && b.count == k * m && c.count == n * m, "shapes do not chain")
    guard n > 0, m > 0, k > 0 else { return }
    unsafe cblas_dgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, blasint(n), blasint(m), blasint(k), 1, a, blasint(n), b, blasint(m), 1,
      &c, blasint(m))
  }

  /// The Gram matrix on the shorter side, AᵀA or AAᵀ; only entries (i, j) with i ≤ j are written.
  static func gram(_ a: [Double], rows: Int, columns: Int) -> [Double] {
    let (short, long) = (min(rows, columns), max(rows, columns))
    var g = [Double](repeating: 0, count: short * short)
    unsafe cblas_dsyrk(
      CblasRowMajor, CblasUpper, columns <= rows ? CblasTrans : CblasNoTrans, blasint(short), blasint(long), 1, a,
      blasint(columns), 0, &g, blasint(short))
    return g
  }

  /// Cholesky factorization in place of the symmetric matrix whose entries (i, j), i ≥ j, are given; true on success.
  static func cholesky(_ g: inout [Double], order k: Int) -> Bool {
    // By rows the lower triangle, by columns the upper one.
    let info = unsafe LAPACKE_dpotrf(LAPACK_COL_MAJOR, CChar(UInt8(ascii: "U")), lapack(k), &g, lapack(k))
    precondition(info >= 0, "dpotrf refuses argument \(-info)")
    // OpenBLAS reports success on NaN and infinity as well: look at the diagonal.
    return info == 0 && (0..<k).allSatisfy { g[$0 * k + $0].isFinite && g[$0 * k + $0] > 0 }
  }

  /// All singular values in descending order, by divide and conquer; nil where it did not converge. Overwrites `a`.
  static func singularValues(_ a: inout [Double], rows: Int, columns: Int) -> [Double]? {
    var σ = [Double](repeating: 0, count: min(rows, columns))
    let info = unsafe LAPACKE_dgesdd(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "N")), lapack(columns), lapack(rows), &a, lapack(columns), &σ, nil, 1, nil, 1
    )
    precondition(info >= 0, "dgesdd refuses argument \(-info)")
    return info == 0 ? σ : nil
  }

  /// Σ|x_i| over a part of an array.
  static func sumOfMagnitudes(_ x: [Double], _ range: Range<Int>) -> Double {
    unsafe x.withUnsafeBufferPointer { p in
      var sum = 0.0
      for part in chunks(range) {
        let slice = unsafe UnsafeBufferPointer(rebasing: p[part])
        unsafe sum += cblas_dasum(blasint(part.count), slice.baseAddress, 1)
      }
      return sum
    }
  }

  /// Σx_i² over a part of an array, without protection against overflow.
  static func sumOfSquares(_ x: [Double], _ range: Range<Int>) -> Double {
    unsafe x.withUnsafeBufferPointer { p in
      var sum = 0.0
      for part in chunks(range) {
        let slice = unsafe UnsafeBufferPointer(rebasing: p[part])
        unsafe sum += cblas_ddot(blasint(part.count), slice.baseAddress, 1, slice.baseAddress, 1)
      }
      return sum
    }
  }

  /// Parts that a 32-bit count can say.
  private static func chunks(_ range: Range<Int>) -> [Range<Int>] {
    stride(from: range.lowerBound, to: range.upperBound, by: 1 << 30).map { $0..<min($0 + (1 << 30), range.upperBound) }
  }

  static func pinToOneThreadPerCall() { openblas_set_num_threads(1) }
  /// 0 serial, 1 POSIX threads, 2 OpenMP.
  static var threadModel: Int32 { openblas_get_parallel() }
  static var configuration: String { unsafe String(cString: openblas_get_config()) }
  static var coreName: String { unsafe String(cString: openblas_get_corename()) }

  private static func lapack(_ n: Int) -> Int32 { Int32(n) }
  private static func blasint(_ n: Int) -> Int32 { Int32(n) }
}
