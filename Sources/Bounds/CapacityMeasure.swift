import Foundation

/// A number that is said to go with the generalization gap, without being a bound on anything.
public protocol CapacityMeasure: Sendable {
  /// Key in reports.
  static var key: String { get }
  /// The measure in one line.
  static var formula: String { get }
  /// Author, year.
  static var source: String { get }
  /// What a reader should know: conventions, what it is measured on.
  static var remarks: [String] { get }
  /// Where a larger gap is expected.
  static var expectation: MeasureExpectation { get }
  /// True where a number is told by its decimal logarithm.
  static var isLogarithmic: Bool { get }
  /// The measure of a network.
  static func outcome(_ network: NetworkObservations) -> MeasureOutcome
}

extension CapacityMeasure {
  /// The number itself, unless a measure says otherwise.
  public static var isLogarithmic: Bool { false }
}

/// With which values of a measure a larger gap is expected.
public enum MeasureExpectation: String, Sendable {
  /// The larger the measure, the larger the gap.
  case larger
  /// The smaller the measure, the larger the gap: margins.
  case smaller
}

/// What came of a measure.
public enum MeasureOutcome: Sendable, Equatable {
  /// A number within the doubles, of any sign.
  case value(Double)
  /// A positive number by its decimal logarithm, which the doubles may not hold; −∞ for zero.
  case log10(Double)
  /// Something that it needs is missing.
  case notAvailable(reason: String)

  /// The number; nil where there is none, or where it is beyond the normal doubles.
  public var value: Double? {
    switch self {
    case .value(let value): return value
    case .log10(-.infinity): return 0
    case .log10(let logarithm):
      let value = pow(10, logarithm)
      return value.isNormal ? value : nil
    case .notAvailable: return nil
    }
  }

  /// Its decimal logarithm; nil where there is no number, or none above zero.
  public var log10: Double? {
    switch self {
    case .value(let value): value > 0 ? Foundation.log10(value) : nil
    case .log10(let logarithm): logarithm.isFinite ? logarithm : nil
    case .notAvailable: nil
    }
  }

  /// Why there is no number; nil where there is one.
  public var reason: String? {
    if case .notAvailable(let reason) = self { reason } else { nil }
  }

  /// The same, where the number can be told: what overflowed on the way is no number.
  fileprivate var checked: MeasureOutcome {
    switch self {
    case .value(let value) where !value.isFinite, .log10(let value) where value.isNaN || value == .infinity:
      .notAvailable(reason: "a quantity that it needs is beyond every double")
    default: self
    }
  }
}

/// A measure evaluated on a network.
public struct MeasureEvaluation: Sendable, Equatable {
  /// The measure's key.
  public let key: String
  /// What came of it.
  public let outcome: MeasureOutcome

  /// An evaluation.
  public init(key: String, outcome: MeasureOutcome) {
    self.key = key
    self.outcome = outcome
  }

  /// Evaluates a measure.
  public init(_ measure: any CapacityMeasure.Type, on network: NetworkObservations) {
    self.init(key: measure.key, outcome: measure.outcome(network).checked)
  }

  /// A measure that is known not to be available before anything is measured.
  public init(_ measure: any CapacityMeasure.Type, notAvailable reason: String) {
    self.init(key: measure.key, outcome: .notAvailable(reason: reason))
  }
}
