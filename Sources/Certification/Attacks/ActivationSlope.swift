import Foundation
import Networks

extension Activation {
  /// ρ′(x) for the activations that the theorems admit; where ρ is flat by a case distinction, `leak` instead, so that a
  /// gradient still sees a neuron that could be switched on.
  func slope(at x: Double, leak: Double) -> Double {
    switch self {
    case .relu: x > 0 ? 1 : leak
    case .relu6: x > 0 && x < 6 ? 1 : leak
    case .clip(let lower, let upper): x > lower && x < upper ? 1 : leak
    case .sigmoid:
      // ρ(1 − ρ), without cancellation.
      self(x) * self(-x)
    case .softplus: Activation.sigmoid(x)
    case .tanh, .gelu, .silu, .leakyReLU, .elu, .identity:
      preconditionFailure("a perturbed network has no hidden layer with \(name)")
    }
  }
}
