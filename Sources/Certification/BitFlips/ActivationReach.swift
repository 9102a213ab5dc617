import Networks

/// What is needed to follow one pre-activation without evaluating the network at every point.
extension Activation {
  /// A bound on |ρ(s) − ρ(t)| / |s − t|. The slope of GELU, Φ(x) + x φ(x), is largest at √2: 1.12891; that of SiLU is 1.09984.
  var steepestSlope: Double {
    switch self {
    case .gelu: 1.13
    case .silu: 1.1
    default: lipschitzConstant
    }
  }

  /// An x′ ≥ x with ρ(t) ≤ ρ(x) + Δ for all t in [x, x′], and ρ(t) ≥ ρ(x) − Δ.
  func rising(from x: Double, by Δ: Double) -> Double {
    let limit = self(x) + Δ
    if limit >= supremum { return .infinity }
    return isClip ? limit : x + Δ / steepestSlope
  }

  /// An x′ ≤ x with ρ(t) ≥ ρ(x) − Δ for all t in [x′, x], and ρ(t) ≤ ρ(x) + Δ.
  func falling(from x: Double, by Δ: Double) -> Double {
    let limit = self(x) - Δ
    if limit <= infimum { return -.infinity }
    return isClip ? limit : x - Δ / steepestSlope
  }

  /// min(max(x, lower), upper): wherever it lies strictly within its range, it is x itself.
  private var isClip: Bool {
    switch self {
    case .relu, .relu6, .clip, .identity: true
    default: false
    }
  }

  /// sup ρ; ∞ for an activation that is not monotone, where it bounds nothing.
  private var supremum: Double {
    switch self {
    case .relu6: 6
    case .sigmoid, .tanh: 1
    case .clip(_, let upper): upper
    default: .infinity
    }
  }

  /// inf ρ; −∞ for an activation that is not monotone.
  private var infimum: Double {
    switch self {
    case .relu, .relu6, .sigmoid, .softplus: 0
    case .tanh, .elu: -1
    case .clip(let lower, _): lower
    default: -.infinity
    }
  }
}
