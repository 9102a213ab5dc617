import Foundation
import MatrixNorms

/// The measured numbers that capacity measures are formulas of: no matrices, no files.
///
/// Layers are the weight matrices as they are in the file, biases apart.
public struct NetworkObservations: Sendable {
  /// What is known about one layer.
  public struct Layer: Sendable {
    /// ‖W‖₂.
    public var spectralNorm: Double
    /// ‖W‖_F.
    public var frobeniusNorm: Double

    /// One layer.
    public init(spectralNorm: Double, frobeniusNorm: Double) {
      self.spectralNorm = spectralNorm
      self.frobeniusNorm = frobeniusNorm
    }
  }

  /// How far one layer is from its reference matrix M.
  public struct Distance: Sendable {
    /// ‖W − M‖₂.
    public var spectral: Double
    /// ‖W − M‖_F.
    public var frobenius: Double

    /// One layer's distance.
    public init(spectral: Double, frobenius: Double) {
      self.spectral = spectral
      self.frobenius = frobenius
    }
  }

  /// Sums over all paths from the inputs, or from a bias, to the outputs.
  public struct PathNorms: Sendable {
    /// Σ over paths of Π|w|.
    public var l1: UpperBound
    /// (Σ over paths of Π w²)^½.
    public var l2: UpperBound

    /// Both path norms.
    public init(l1: UpperBound, l2: UpperBound) {
      self.l1 = l1
      self.l2 = l2
    }
  }

  /// Percentiles of the margins of all training samples, linear between order statistics.
  public struct Margins: Sendable {
    /// The 10th percentile.
    public var p10: Double
    /// The median.
    public var p50: Double

    /// Both percentiles.
    public init(p10: Double, p50: Double) {
      self.p10 = p10
      self.p50 = p50
    }
  }

  /// Layers 1 … L.
  public var layers: [Layer]
  /// Path norms.
  public var pathNorms = Observed<PathNorms>.missing(reason: "not measured")
  /// Margins on the training samples.
  public var margins = Observed<Margins>.missing(reason: "not measured")
  /// γ, the margin scale in use.
  public var marginScale = Observed<Double>.missing(reason: "not measured")
  /// How far each layer is from its reference matrix.
  public var distances = Observed<[Distance]>.missing(reason: "not measured")
  /// (worst training cross-entropy found in the ball − training cross-entropy) / (1 + training cross-entropy).
  public var sharpness = Observed<Double>.missing(reason: "not measured")

  /// Observations of the layers; the rest is missing until it is set.
  public init(layers: [Layer]) { self.layers = layers }

  /// log₁₀ Π‖W‖₂.
  var log10SpectralNorms: Double { layers.reduce(0) { $0 + log10($1.spectralNorm) } }
}

/// Something that was measured, or why it was not.
public enum Observed<Value: Sendable>: Sendable {
  /// It was measured.
  case value(Value)
  /// It was not; the reason says what to do about it.
  case missing(reason: String)

  /// The outcome of a measure that needs the value.
  func outcome(_ measure: (Value) -> MeasureOutcome) -> MeasureOutcome {
    switch self {
    case .value(let value): measure(value)
    case .missing(let reason): .notAvailable(reason: reason)
    }
  }
}
