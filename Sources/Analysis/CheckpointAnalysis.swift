import Bounds
import Checkpoints
import MatrixNorms

/// Everything that was measured of one checkpoint at one setting of the radii: norms, risks, gap, bounds.
public struct CheckpointAnalysis: Sendable {
  /// The file and its place in a series.
  public var file: CheckpointFile
  /// SHA-256 of the file, in lower-case hexadecimal.
  public var sha256: String
  /// The label of an earlier checkpoint with the same bytes; such copies are left out of statistics.
  public var duplicateOf: String?
  /// Layers in order from the input.
  public var layers: [LayerMeasurement]
  /// How the checkpoint was read: activation and biases.
  public var reading: ModelReading
  /// ε_k for every layer; empty where the checkpoint makes no network.
  public var radii: [Double]
  /// γ; nil where it could not be chosen.
  public var marginScale: Double?
  /// Risks on the training samples.
  public var train: RiskMeasurement?
  /// Risks on the test samples.
  public var test: RiskMeasurement?
  /// Every bound of the catalogue, in its order.
  public var bounds: [BoundEvaluation]
  /// Every measure without guarantee, in the catalogue's order.
  public var measures: [MeasureEvaluation] = []
  /// What the network was trained with: hyper-parameters by name, from its metadata or a table.
  public var hyperparameters: [String: String] = [:]
  /// What the run's own logs say about the checkpoint; nil where none does.
  public var logged: LoggedMetrics?

  /// An analysis; what is not given was not measured.
  public init(
    file: CheckpointFile, sha256: String, duplicateOf: String? = nil, layers: [LayerMeasurement],
    reading: ModelReading, radii: [Double], marginScale: Double? = nil, train: RiskMeasurement? = nil,
    test: RiskMeasurement? = nil, bounds: [BoundEvaluation], measures: [MeasureEvaluation] = [],
    hyperparameters: [String: String] = [:], logged: LoggedMetrics? = nil
  ) {
    self.file = file
    self.sha256 = sha256
    self.duplicateOf = duplicateOf
    self.layers = layers
    self.reading = reading
    self.radii = radii
    self.marginScale = marginScale
    self.train = train
    self.test = test
    self.bounds = bounds
    self.measures = measures
    self.hyperparameters = hyperparameters
    self.logged = logged
  }

  /// Test − train: as measured on given data, else as logged; nil where neither has both. A measured error is never
  /// compared with a logged one.
  public var gap: GeneralizationGap? {
    guard let train, let test else { return logged.flatMap(GeneralizationGap.init) }
    return GeneralizationGap(train: train, test: test)
  }

  /// Where the gap comes from.
  public var gapSource: GapSource {
    if train != nil, test != nil { return .evaluated }
    return gap == nil ? .unavailable : .logged
  }

  /// Bound − what it bounds, measured on test data: the robust error by the theorem's certificate at the same radii, or the plain
  /// error where the bound is about the network as it is; nil where either is missing.
  public func slack(of bound: BoundEvaluation) -> Double? {
    let measured = bound.coversPerturbedWeights ? test?.robustError : test?.error
    guard let total = bound.total?.value, let error = measured else { return nil }
    return total - error
  }
}

/// One weight matrix and its norms.
public struct LayerMeasurement: Sendable {
  /// Name in the checkpoint.
  public var name: String
  /// Its norms.
  public var norms: LayerNorms
  /// D, for the output layer of a network.
  public var outputPairDistance: Norm?

  /// A measured layer.
  public init(name: String, norms: LayerNorms, outputPairDistance: Norm? = nil) {
    self.name = name
    self.norms = norms
    self.outputPairDistance = outputPairDistance
  }
}

/// How a checkpoint was read as a network.
public struct ModelReading: Sendable, Equatable {
  /// The activation and where it is known from, for example "relu (assumed)"; nil where there is no network.
  public var activation: String?
  /// "by augmentation", "none", or nil where there is no network.
  public var biases: String?
  /// Why the checkpoint makes no network, or one outside the theorems; nil where all is well.
  public var obstacle: String?

  /// A reading.
  public init(activation: String? = nil, biases: String? = nil, obstacle: String? = nil) {
    self.activation = activation
    self.biases = biases
    self.obstacle = obstacle
  }
}

/// Where a gap comes from.
public enum GapSource: String, Sendable {
  /// Both errors were measured on the given data.
  case evaluated
  /// Both were read from the run's own logs, where the training side is a running mean over an epoch.
  case logged
  /// There is none.
  case unavailable
}
