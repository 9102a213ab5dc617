import Bounds
import Foundation

/// What may go with the gap: a bound's generalization part, or a measure.
public struct Predictor: Sendable, Equatable {
  /// What it is.
  public enum Kind: String, Sendable {
    /// The generalization part of a bound.
    case bound
    /// A measure without guarantee.
    case measure
  }

  /// On which scale Pearson's correlation is taken.
  public enum Scale: String, Sendable {
    /// Its decimal logarithm: bounds, and measures that are powers of norms.
    case log10
    /// As it is: measures that may be negative.
    case linear
  }

  /// What it is.
  public var kind: Kind
  /// The bound's or the measure's key.
  public var key: String
  /// On which scale it is.
  public var scale: Scale
  /// Where a larger gap is expected.
  public var expectation: MeasureExpectation

  /// A predictor.
  public init(
    _ kind: Kind, _ key: String, scale: Scale = .log10, expectation: MeasureExpectation = .larger
  ) {
    self.kind = kind
    self.key = key
    self.scale = scale
    self.expectation = expectation
  }

  /// True where it is about the worst weights in the ball, so that the robust gap is its own.
  var isAboutPerturbedWeights: Bool {
    switch kind {
    case .bound: key.hasPrefix("theorem4")
    case .measure: key == "sharpness"
    }
  }
}

/// A predictor with its number for each checkpoint.
struct PredictorValues: Sendable {
  let predictor: Predictor
  /// On the predictor's scale; nil where it does not apply.
  let values: [Double?]

  /// All bounds, then all measures, that some checkpoint has.
  static func all(of analyses: [CheckpointAnalysis]) -> [PredictorValues] {
    analyses.flatMap { $0.bounds.map(\.key) }.unique.map { PredictorValues(bound: $0, analyses) }
      + analyses.flatMap { $0.measures.map(\.key) }.unique.map { PredictorValues(measure: $0, analyses) }
  }

  /// By logarithms, which exist where the values overflow.
  private init(bound key: String, _ analyses: [CheckpointAnalysis]) {
    predictor = Predictor(.bound, key)
    values = analyses.map { analysis in analysis.bounds.first { $0.key == key }?.generalizationPart?.log10 }
  }

  /// On the scale of logarithms where some outcome is one.
  private init(measure key: String, _ analyses: [CheckpointAnalysis]) {
    let outcomes = analyses.map { analysis in analysis.measures.first { $0.key == key }?.outcome }
    let isLogarithmic = outcomes.contains { if case .log10? = $0 { true } else { false } }
    let expectation = measureCatalogue.first { $0.key == key }?.expectation ?? .larger
    predictor = Predictor(.measure, key, scale: isLogarithmic ? .log10 : .linear, expectation: expectation)
    values = outcomes.map { outcome in
      switch outcome {
      case .value(let value)?: isLogarithmic ? value.decimalLogarithm : value
      case .log10(let logarithm)?: logarithm
      case .notAvailable?, nil: nil
      }
    }
  }
}

extension Double {
  /// −∞ for zero; NaN for what is below, which has none.
  fileprivate var decimalLogarithm: Double { Foundation.log10(self) }
}
