import MatrixNorms

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
  /// The measure of a network.
  static func outcome(_ network: NetworkObservations) -> MeasureOutcome
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
}
