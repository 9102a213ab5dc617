import Foundation

/// One case of Tests/Fixtures/theorem4: a small network, data, and the values of an independent implementation.
public struct Theorem4Case: Decodable, Sendable {
  public let name: String
  public let activation: String
  public let n: Int
  public let epsilon: [Double]
  public let γ: Double
  public let δ: Double
  /// Empty where the network and data are those of certify/a_nobias on the training digits.
  public let weights: [[[Double]]]
  public let biases: [[Double]?]
  public let X: [[Double]]
  public let y: [Int]
  public let expected: Expected

  public struct Expected: Sendable {
    public let norms: [Norms]
    public let classNorms: ClassNorms
    public let theorem4: Terms
    public let theorem4Tight: Terms
    public let posthoc: PostHoc
    public let yin: Double
    public let error: Double
    public let margins: [Double]
    public let robustMargins: [String: [Double]]
  }
  public struct Norms: Decodable, Sendable {
    public let spectral: Double
    public let frobenius: Double
    public let rows21: Double
    public let inf: Double
    public let one: Double
    public let stable_rank: Double
  }
  /// s_k, b_k, r_k, d_max and ‖X‖ as Theorem 4 uses them, and D.
  public struct ClassNorms: Sendable {
    public let spectral: [Double]
    public let rows21: [Double]
    public let rowNorms: [Double]
    public let maximumWidth: Int
    public let frobeniusX: Double
    public let norm12X: Double
    public let D: Double?
  }
  public struct Terms: Decodable, Sendable {
    public let ramp: Double
    public let margin_complexity: Double
    public let perturbation: Double
    public let confidence: Double
    public let total: Double
  }
  public struct PostHoc: Decodable, Sendable {
    public struct Parameter: Decodable, Sendable {
      public let value: Double
      public let rounded: Double
      public let j: Int
    }
    public let parameters: [String: Parameter]
    public let log_union_cost: Double
    public let ramp: Double?
    public let margin_complexity: Double?
    public let perturbation: Double?
    public let confidence: Double?
    public let total: Double?
  }
}

extension Theorem4Case {
  private struct File<Case: Decodable>: Decodable { let cases: [Case] }

  /// The seven cases by another author: no biases, ReLU.
  public static func reference() throws -> [Theorem4Case] {
    try Fixtures.decode(File<ReferenceCase>.self, from: "theorem4/reference.json").cases.map(\.common)
  }

  /// Biases, other activations, single layers (Scripts/make_theorem4_cases.py).
  public static func extended() throws -> [Theorem4Case] {
    try Fixtures.decode(File<Theorem4Case>.self, from: "theorem4/extended.json").cases
  }

  private enum Key: String, CodingKey {
    case name, activation, n, epsilon, weights, biases, X, y, expected
    case γ = "gamma"
    case δ = "delta"
  }

  public init(from decoder: any Decoder) throws {
    let box = try decoder.container(keyedBy: Key.self)
    name = try box.decode(String.self, forKey: .name)
    activation = try box.decode(String.self, forKey: .activation)
    n = try box.decode(Int.self, forKey: .n)
    epsilon = try box.decode([Double].self, forKey: .epsilon)
    γ = try box.decode(Double.self, forKey: .γ)
    δ = try box.decode(Double.self, forKey: .δ)
    weights = try box.decode([[[Double]]].self, forKey: .weights)
    biases = try box.decode([[Double]?].self, forKey: .biases)
    X = try box.decode([[Double]].self, forKey: .X)
    y = try box.decode([Int].self, forKey: .y)
    expected = try box.decode(ExtendedExpected.self, forKey: .expected).common
  }
}

private struct ExtendedExpected: Decodable {
  struct ClassNorms: Decodable {
    let spectral: [Double]
    let rows21: [Double]
    let row_norms: [Double]
    let d_max: Int
    let frobenius_X: Double
    let norm12_X: Double
  }
  let norms: [Theorem4Case.Norms]
  let class_norms: ClassNorms
  let D: Double
  let theorem4: Theorem4Case.Terms
  let theorem4_tight: Theorem4Case.Terms
  let posthoc: Theorem4Case.PostHoc
  let yin_constants_margin_term: Double
  let error: Double
  let margins: [Double]
  let robust_margin: [String: [Double]]
  let robust_margin_D: [Double]

  var common: Theorem4Case.Expected {
    .init(
      norms: norms,
      classNorms: .init(
        spectral: class_norms.spectral, rows21: class_norms.rows21, rowNorms: class_norms.row_norms,
        maximumWidth: class_norms.d_max, frobeniusX: class_norms.frobenius_X, norm12X: class_norms.norm12_X, D: D),
      theorem4: theorem4, theorem4Tight: theorem4_tight, posthoc: posthoc, yin: yin_constants_margin_term, error: error,
      margins: margins, robustMargins: robust_margin.merging(["D": robust_margin_D]) { a, _ in a })
  }
}

private struct ReferenceCase: Decodable {
  let name: String
  let n: Int
  let epsilon: [Double]
  let gamma: Double
  let delta: Double
  let norms: [Theorem4Case.Norms]
  let frobenius_X: Double
  let norm12_X: Double
  let theorem4: Theorem4Case.Terms
  let theorem4_tight: Theorem4Case.Terms
  let posthoc: Theorem4Case.PostHoc
  let yin_constants_margin_term: Double
  let error: Double
  let margins_first10: [Double]
  let robust_margin_first10: [String: [Double]]
  let weights: [[[Double]]]?
  let X: [[Double]]?
  let y: [Int]?

  var common: Theorem4Case {
    .init(
      name: name, activation: "relu", n: n, epsilon: epsilon, γ: gamma, δ: delta, weights: weights ?? [],
      biases: epsilon.map { _ in nil }, X: X ?? [], y: y ?? [],
      expected: .init(
        norms: norms,
        classNorms: .init(
          spectral: norms.map(\.spectral), rows21: norms.map(\.rows21), rowNorms: norms.map(\.inf), maximumWidth: 0,
          frobeniusX: frobenius_X, norm12X: norm12_X, D: nil),
        theorem4: theorem4, theorem4Tight: theorem4_tight, posthoc: posthoc, yin: yin_constants_margin_term,
        error: error, margins: margins_first10, robustMargins: robust_margin_first10))
  }
}
