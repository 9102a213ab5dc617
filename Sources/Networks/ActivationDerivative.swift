import Foundation

extension Activation {
  /// ρ′(x); at a corner the derivative from the left, as a subgradient.
  public func derivative(_ x: Double) -> Double {
    switch self {
    case .relu: return x > 0 ? 1 : 0
    case .relu6: return x > 0 && x <= 6 ? 1 : 0
    case .clip(let lower, let upper): return x > lower && x <= upper ? 1 : 0
    // ρ(1 − ρ), without cancellation.
    case .sigmoid: return self(x) * self(-x)
    case .softplus: return Activation.sigmoid(x)
    case .tanh:
      let t = Foundation.tanh(x)
      return (1 - t) * (1 + t)
    // Φ(x) + x φ(x).
    case .gelu: return 0.5 * erfc(-x * 0.5.squareRoot()) + x * exp(-x * x / 2) / (2 * .pi).squareRoot()
    // σ(x) (1 + x σ(−x)).
    case .silu: return Activation.sigmoid(x) * (1 + x * Activation.sigmoid(-x))
    case .leakyReLU: return x > 0 ? 1 : 0.01
    case .elu: return x > 0 ? 1 : exp(x)
    case .identity: return 1
    }
  }
}
