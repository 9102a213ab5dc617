import Foundation

/// One case of Tests/Fixtures/theorem4: a small network, data, and the values of an independent implementation.
package struct Theorem4Case: Decodable, Sendable {
  package let name: String
  package let activation: String
  package let n: Int
  package let epsilon: [Double]
  package let γ: Double
  package let δ: Double
  /// Empty where the network and data are those of certify/a_nobias on the training digits.
  package let weights: [[[Double]]]
  package let biases: [[Double]?]
  package let X: [[Double]]
  package let y: [Int]
  package let expected: Expected

  package struct Expected: Sendable {
    package let norms: [Norms]
    package let classNorms: ClassNorms
    package let theorem4: Terms
    package let theorem4Tight: Terms
    package let posthoc: PostHoc
    package let yin: Double
    /// Twice the complexity of Bartlett's Lemma A.8.
    package let bartlett: Double?
    package let error: Double
    package let margins: [Double]
    package let robustMargins: [String: [Double]]
  }
  package struct Norms: Decodable, Sendable {
    package let spectral: Double
    package let frobenius: Double
    package let rows21: Double
    package let inf: Double
    package let one: Double
    package let stable_rank: Double
  }
  /// s_k, b_k, r_k, d_max and ‖X‖ as Theorem 4 uses them, and D.
  package struct ClassNorms: Sendable {
    package let spectral: [Double]
    package let rows21: [Double]
    package let rowNorms: [Double]
    package let maximumWidth: Int
    package let frobeniusX: Double
    package let norm12X: Double
    package let D: Double?
  }
  package struct Terms: Decodable, Sendable {
    package let ramp: Double
    package let margin_complexity: Double
    package let perturbation: Double
    package let confidence: Double
    package let total: Double
  }
  package struct PostHoc: Decodable, Sendable {
    package struct Parameter: Decodable, Sendable {
      package let value: Double
      package let rounded: Double
      package let j: Int
    }
    package let parameters: [String: Parameter]
    package let log_union_cost: Double
    package let ramp: Double?
    package let margin_complexity: Double?
    package let perturbation: Double?
    package let confidence: Double?
    package let total: Double?
  }
}

extension Theorem4Case {
  private struct File<Case: Decodable>: Decodable { let cases: [Case] }

  /// The seven cases by another author: no biases, ReLU.
  package static func reference() throws -> [Theorem4Case] {
    try Fixtures.decode(File<ReferenceCase>.self, from: "theorem4/reference.json").cases.map(\.common)
  }

  /// Biases, other activations, single layers (Scripts/make_theorem4_cases.py).
  package static func extended() throws -> [Theorem4Case] {
    try Fixtures.decode(File<Theorem4Case>.self, from: "theorem4/extended.json").cases
  }

  private enum Key: String, CodingKey {
    case name, activation, n, epsilon, weights, biases, X, y, expected
    case γ = "gamma"
    case δ = "delta"
  }

  package init(from decoder: any Decoder) throws {
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
  let bartlett_A8_complexity_part: Double
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
      theorem4: theorem4, theorem4Tight: theorem4_tight, posthoc: posthoc, yin: yin_constants_margin_term,
      bartlett: bartlett_A8_complexity_part, error: error, margins: margins,
      robustMargins: robust_margin.merging(["D": robust_margin_D]) { a, _ in a })
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
        bartlett: nil, error: error, margins: margins_first10, robustMargins: robust_margin_first10))
  }
}
