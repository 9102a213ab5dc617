import MatrixNorms
import Networks

extension Activation {
  /// z_i := ρ(a_i). ReLU is spelled out so that its loop is vectorized.
  func apply<Scalar: BLASScalar>(_ a: [Scalar], into z: inout [Scalar], count: Int) {
    switch self {
    // A NaN stays one.
    case .relu: Loop.update(&z, a, count: count) { $1 < 0 ? 0 : $1 }
    default: Loop.update(&z, a, count: count) { Scalar(self(Double($1))) }
    }
  }

  /// δ_i := δ_i ρ′(a_i).
  func multiplyByDerivative<Scalar: BLASScalar>(_ δ: inout [Scalar], _ a: [Scalar], count: Int) {
    switch self {
    // A product, not a choice: what is stored only sometimes is not vectorized.
    case .relu: Loop.update(&δ, a, count: count) { $0 * ($1 > 0 ? 1 : 0) }
    default: Loop.update(&δ, a, count: count) { $0 * Scalar(derivative(Double($1))) }
    }
  }

  /// c_i ∓ d_i := ρ(p_i ∓ q_i): the range of ρ over p ± q, as centre and radius. ρ is non-decreasing.
  func applyToRange<Scalar: BLASScalar>(
    _ p: [Scalar], _ q: [Scalar], into c: inout [Scalar], _ d: inout [Scalar], count: Int
  ) {
    @inline(__always) func range(_ ρ: @escaping (Scalar) -> Scalar) {
      Loop.update(&c, &d, p, q, count: count) { _, _, p, q in
        let (lower, upper) = (ρ(p - q), ρ(p + q))
        return ((lower + upper) / 2, (upper - lower) / 2)
      }
    }
    switch self {
    case .relu: range { $0 < 0 ? 0 : $0 }
    default: range { Scalar(self(Double($0))) }
    }
  }

  /// From the gradients of c and d to those of p and q, in place; see `applyToRange`.
  func multiplyByRangeDerivative<Scalar: BLASScalar>(
    _ dc: inout [Scalar], _ dd: inout [Scalar], _ p: [Scalar], _ q: [Scalar], count: Int
  ) {
    @inline(__always) func chain(_ derivative: @escaping (Scalar) -> Scalar) {
      Loop.update(&dc, &dd, p, q, count: count) { dc, dd, p, q in
        let lower = (dc - dd) / 2 * derivative(p - q)
        let upper = (dc + dd) / 2 * derivative(p + q)
        return (lower + upper, upper - lower)
      }
    }
    switch self {
    case .relu: chain { $0 > 0 ? 1 : 0 }
    default: chain { Scalar(derivative(Double($0))) }
    }
  }
}
