/// The singular values of a matrix and its spectral norm as a certified pair.
///
/// The best value is σ₁ from LAPACK's dgesdd. The upper bound is proved, not estimated, by one Cholesky factorization: with
/// G = fl(WᵀW) on the shorter side (k of the two sides, m the longer one) and C a double, success of the factorization of
/// Ã = fl(C·I − G) with a finite positive diagonal proves
///
///   ‖W‖₂² ≤ C + γ_m‖W‖_F² + γ_{k+4}/(1 − γ_{k+4}) · tr(Ã) + 2uC + underflow,   γ_j = ju/(1 − ju),  u = 2⁻⁵³.
///
/// γ_m‖W‖_F² bounds ‖G − WᵀW‖₂ in any order of summation; the trace term is the backward error of Cholesky (Higham,
/// *Accuracy and Stability of Numerical Algorithms*, Theorem 10.3; Rump 2006), with four extra roundings for kernels that
/// multiply by reciprocals; 2uC covers the subtraction on the diagonal. Theory, section 8 (iii).
public struct SpectralNorm: Sendable {
  /// All min(rows, columns) singular values in descending order, as dgesdd gives them.
  public let singularValues: [Double]
  /// σ₁ and its certified upper bound.
  public let norm: Norm

  /// Measures the matrix, using up its storage: peak memory is the matrix and its Gram matrix.
  ///
  /// - Complexity: about (8/3)·m·k² + 2·m·k² operations.
  /// - Throws: for a NaN or infinite entry, a side beyond LAPACK's integers, or singular values that do not converge.
  public init(of matrix: consuming Matrix) throws(MatrixError) {
    let (rows, columns) = (matrix.rows, matrix.columns)
    try matrix.requireMeasurable()
    let largest = matrix.largestMagnitude
    guard largest > 0 else {
      self.init(singularValues: Array(repeating: 0, count: min(rows, columns)), norm: .zero)
      return
    }
    let frobenius = matrix.frobeniusNorm.upperBound
    let scaling = Scaling(largest: largest)
    var elements = matrix.takeElements()
    scaling.apply(to: &elements)
    var certificate = CholeskyCertificate(of: elements, rows: rows, columns: columns)
    guard let σ = LAPACK.singularValues(&elements, rows: rows, columns: columns) else {
      throw .singularValuesDidNotConverge(rows: rows, columns: columns)
    }
    let certified = certificate.upperBound(near: σ[0]).map { scaling.undone(Norm(value: σ[0], upperBound: $0)) }
    let norm = certified ?? Norm(value: σ[0] / scaling.factor, upperBound: frobenius)
    self.init(singularValues: scaling.isIdentity ? σ : σ.map { $0 / scaling.factor }, norm: norm)
  }

  private init(singularValues: [Double], norm: Norm) {
    self.singularValues = singularValues
    self.norm = norm
  }
}

/// Proof by Cholesky factorization that the spectral norm of one matrix is at most a number.
private struct CholeskyCertificate {
  /// Entries (i, j) with i ≤ j hold the Gram matrix; the rest is the factorization's workplace.
  private var gram: [Double]
  private let diagonal: [Double]
  private let short: Int
  private let long: Int

  init(of elements: [Double], rows: Int, columns: Int) {
    (short, long) = (min(rows, columns), max(rows, columns))
    gram = LAPACK.gram(elements, rows: rows, columns: columns)
    let k = short
    diagonal = (0..<k).map { [gram] in gram[$0 * k + $0] }
  }

  /// A proved upper bound on ‖W‖₂ close above σ, or nil where the factorization never succeeds.
  ///
  /// Round-off is usually far below its worst case, so C starts a quarter of the error term above σ² and moves away fast.
  mutating func upperBound(near σ: Double) -> UpperBound? {
    let trace = diagonal.reduce(0, +)
    let worst = γ(long + 1) * trace + γ(short + 4) * (Double(short) * σ * σ)
    for factor in [0.25, 4, 64] {
      let c = σ * σ + factor * worst
      if let squared = proof(that: c) { return squared.squareRoot }
    }
    return nil
  }

  /// A bound on ‖W‖₂² if C·I − WᵀW is found positive definite.
  private mutating func proof(that c: Double) -> UpperBound? {
    let k = short
    var trace = 0.0
    for i in 0..<k {
      // Fill the workplace, entries (i, j) with j ≤ i, from the other triangle.
      for j in 0..<i { gram[i * k + j] = -gram[j * k + i] }
      gram[i * k + i] = c - diagonal[i]
      trace += gram[i * k + i]
    }
    guard trace.isFinite, trace >= 0, LAPACK.cholesky(&gram, order: k) else { return nil }
    // ‖W‖_F² is the exact trace of WᵀW, at most the computed one enlarged.
    let frobeniusSquared = UpperBound(computedSum: diagonal.reduce(0, +), ofTerms: long + k)
    let C = UpperBound(c)
    let gramError = UpperBound(γ(long)) * frobeniusSquared
    let choleskyError = UpperBound(γ(k + 4) / (1 - γ(k + 4))) * UpperBound(computedSum: trace, ofTerms: k)
    let subtraction = UpperBound(0x1p-52) * C
    let underflow = UpperBound(k) * UpperBound(long + k + 2) * UpperBound(0x1p-1070)
    return C + gramError + choleskyError + subtraction + underflow
  }

  /// γ_j = ju/(1 − ju), rounded up.
  private func γ(_ j: Int) -> Double {
    let ju = Double(j) * 0x1p-53
    return (ju / (1 - ju)).nextUp
  }
}
