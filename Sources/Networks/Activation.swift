import Foundation

/// The activation ρ between layers, applied entry by entry.
public enum Activation: Sendable, Hashable {
  /// max(x, 0).
  case relu
  /// min(max(x, 0), 6), the hard clip.
  case relu6
  /// 1 / (1 + e^−x).
  case sigmoid
  /// ln(1 + e^x).
  case softplus
  /// Hyperbolic tangent.
  case tanh
  /// x Φ(x), Φ the normal distribution function.
  case gelu
  /// x / (1 + e^−x), also called swish.
  case silu
  /// max(x, 0.01 x).
  case leakyReLU
  /// x for x > 0, e^x − 1 otherwise.
  case elu
  /// x: a network without activation.
  case identity
  /// min(max(x, lower), upper), lower ≤ upper, lower finite.
  case clip(lower: Double, upper: Double)

  /// The activations without parameters, by name.
  public static let named: [(name: String, activation: Activation)] = [
    ("relu", .relu), ("relu6", .relu6), ("sigmoid", .sigmoid), ("softplus", .softplus), ("tanh", .tanh),
    ("gelu", .gelu), ("silu", .silu), ("leaky_relu", .leakyReLU), ("elu", .elu), ("identity", .identity),
  ]

  /// Finds an activation by the names that frameworks use, whatever their case, or by its own name, `clip(0, 1)`; nil for
  /// an unknown one.
  public init?(named name: String) {
    let plain = name.lowercased().filter { $0.isLetter || $0.isNumber }
    let aliases: [String: Activation] = [
      "swish": .silu, "linear": .identity, "none": .identity, "logistic": .sigmoid, "hardclip": .relu6,
    ]
    let found = Self.named.first { $0.name.filter(\.isLetterOrDigit) == plain }?.activation ?? aliases[plain]
    guard let found = found ?? Self.clip(named: name) else { return nil }
    self = found
  }

  /// Reads `clip(lower, upper)`.
  private static func clip(named name: String) -> Activation? {
    guard let match = name.lowercased().wholeMatch(of: /\s*clip\s*\(([^,]+),([^,]+)\)\s*/) else { return nil }
    func number(_ text: Substring) -> Double? { Double(text.filter { !$0.isWhitespace }) }
    guard let lower = number(match.output.1), let upper = number(match.output.2), lower.isFinite, lower <= upper else {
      return nil
    }
    return .clip(lower: lower, upper: upper)
  }

  /// Its name in reports and settings.
  public var name: String {
    if case .clip(let lower, let upper) = self { return "clip(\(lower), \(upper))" }
    return Self.named.first { $0.activation == self }!.name
  }

  /// ρ(x).
  @inlinable
  public func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .relu: max(x, 0)
    case .relu6: min(max(x, 0), 6)
    case .sigmoid: x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))
    case .softplus: max(x, 0) + log1p(exp(-abs(x)))
    case .tanh: Foundation.tanh(x)
    case .gelu: x * 0.5 * erfc(-x * 0.5.squareRoot())
    case .silu: x >= 0 ? x / (1 + exp(-x)) : x * exp(x) / (1 + exp(x))
    case .leakyReLU: max(x, 0.01 * x)
    case .elu: x > 0 ? x : expm1(x)
    case .identity: x
    case .clip(let lower, let upper): min(max(x, lower), upper)
    }
  }

  /// ρ(0), rounded up.
  public var valueAtZero: Double {
    switch self {
    case .sigmoid: 0.5
    case .softplus: 0.693_147_180_559_945_4
    case .clip(let lower, let upper): min(max(0, lower), upper)
    default: 0
    }
  }

  /// A Lipschitz constant ℓ ≤ 1 of the activations that the theorems admit.
  public var lipschitzConstant: Double { self == .sigmoid ? 0.25 : 1 }

  /// True where ρ(cx) = cρ(x) for all x and c ≥ 0.
  public var isHomogeneous: Bool {
    switch self {
    case .relu, .leakyReLU, .identity: true
    case .clip(let lower, let upper): lower == 0 && upper == .infinity
    case .relu6, .sigmoid, .softplus, .tanh, .gelu, .silu, .elu: false
    }
  }

  /// A bound on |computed ρ(x) − ρ(x)| in units of u·max(1, ρ(x)), u = 2⁻⁵³: the library functions err by at most one unit
  /// in the last place each (two u), and the additions and the division by half a unit each.
  public var roundOffUnits: Double {
    switch self {
    case .relu, .relu6, .identity, .clip: 0
    default: 16
    }
  }

  /// Why the margin theorems and Theorem 4 do not hold for this activation; nil where they do.
  ///
  /// They need ρ non-negative, non-decreasing and 1-Lipschitz (theory, section 1).
  public var obstacle: String? {
    switch self {
    case .relu, .relu6, .sigmoid, .softplus: nil
    case .clip(let lower, _) where lower >= 0: nil
    case .tanh, .leakyReLU, .elu, .identity, .clip: "activation \(name) takes negative values"
    case .gelu, .silu: "activation \(name) is not monotone and takes negative values"
    }
  }
}

extension Character {
  fileprivate var isLetterOrDigit: Bool { isLetter || isNumber }
}
