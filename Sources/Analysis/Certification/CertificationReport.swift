import Certification
import Checkpoints

/// The whole result of `gapbound certify`, which every report format is a function of.
public struct CertificationReport: Sendable {
  /// How the paths were read, one sentence each.
  public var readings: [String]
  /// What was asked for.
  public var parameters: CertificationParameters
  /// What became of every file and tensor.
  public var coverage: [Coverage]
  /// One entry for each model that could be certified.
  public var models: [ModelCertification]
  /// How paths and files were read, and why: one line each, those about a model indented below it.
  public var explanation: [String]
  /// What a user should know before reading a number; each is in the coverage as well.
  public var warnings: [String] = []

  /// A report.
  public init(
    readings: [String], parameters: CertificationParameters, coverage: [Coverage], models: [ModelCertification],
    explanation: [String] = []
  ) {
    self.readings = readings
    self.parameters = parameters
    self.coverage = coverage
    self.models = models
    self.explanation = explanation
  }
}

/// What a run was asked for, stamped into every report.
public struct CertificationParameters: Sendable {
  /// The samples: path, count, digest, preprocessing.
  public var data: ReportParameters.DataStamp
  /// How many of them were used, from the first; nil for all.
  public var sampleLimit: Int?
  /// Keys of the certificates that were evaluated, in the catalogue's order.
  public var methods: [String]
  /// Seconds for one sample of the exact decision; nil where it was not asked for.
  public var exactTimeLimit: Double?
  /// Which attacks ran.
  public var attacks: [AttackKind]
  /// How hard.
  public var attackSettings: AttackSettings
  /// True where biases move too.
  public var perturbsBiases: Bool
  /// δ of all statements about unseen samples together.
  public var failureProbability: Double

  /// Parameters.
  public init(
    data: ReportParameters.DataStamp, sampleLimit: Int? = nil, methods: [String], exactTimeLimit: Double? = nil,
    attacks: [AttackKind] = [], attackSettings: AttackSettings = .init(), perturbsBiases: Bool = false,
    failureProbability: Double = 0.05
  ) {
    self.data = data
    self.sampleLimit = sampleLimit
    self.methods = methods
    self.exactTimeLimit = exactTimeLimit
    self.attacks = attacks
    self.attackSettings = attackSettings
    self.perturbsBiases = perturbsBiases
    self.failureProbability = failureProbability
  }
}

/// What brackets the certificates from above.
public enum AttackKind: String, Sendable, CaseIterable {
  /// For each sample its own Ŵ.
  case perSample = "per-sample"
  /// One Ŵ for all samples.
  case universal
  /// Weights drawn uniformly from the ball.
  case uniform
  /// Gaussian noise with the radius as its standard deviation.
  case gaussian

  /// The random ones.
  public var noise: NoiseKind? {
    switch self {
    case .perSample, .universal: nil
    case .uniform: .uniform
    case .gaussian: .gaussian
    }
  }
}

/// One model on the samples.
public struct ModelCertification: Sendable {
  /// The file and its place in a series.
  public var file: CheckpointFile
  /// SHA-256 of the file.
  public var sha256: String
  /// How it was read: activation, biases, and why no certificate holds where none does.
  public var reading: ModelReading
  /// Its layers from the input.
  public var layers: [LayerShape]
  /// y.
  public var labels: [Int]
  /// The class with the largest logit, the first of several.
  public var predicted: [Int]
  /// M(f(x), y); ties and errors are ≤ 0.
  public var margins: [Double]
  /// One entry for each ball; empty where `reading.obstacle` says why.
  public var balls: [BallCertification]
  /// What was asked for and cannot be had, and what a reader should know of how the model was read, one sentence each.
  public var remarks: [String]
  /// The largest certified radius of each sample; nil where it was not asked for.
  public var search: RadiusSearchOutcome?
  /// Single bit flips; nil where not asked for.
  public var bitFlips: BitFlipReport?

  /// The share of samples with a positive margin.
  public var cleanAccuracy: Double { margins.shareOfPositive }

  /// A weight matrix.
  public struct LayerShape: Sendable, Equatable {
    /// Name in the checkpoint.
    public var name: String
    /// Outputs.
    public var rows: Int
    /// Inputs.
    public var columns: Int

    /// A shape.
    public init(name: String, rows: Int, columns: Int) {
      self.name = name
      self.rows = rows
      self.columns = columns
    }
  }

  /// A model.
  public init(
    file: CheckpointFile, sha256: String, reading: ModelReading, layers: [LayerShape], labels: [Int],
    predicted: [Int], margins: [Double], balls: [BallCertification], remarks: [String] = [],
    search: RadiusSearchOutcome? = nil, bitFlips: BitFlipReport? = nil
  ) {
    self.file = file
    self.sha256 = sha256
    self.reading = reading
    self.layers = layers
    self.labels = labels
    self.predicted = predicted
    self.margins = margins
    self.balls = balls
    self.remarks = remarks
    self.search = search
    self.bitFlips = bitFlips
  }
}

extension [Double] {
  /// The share of positive numbers; 0 where there are none.
  var shareOfPositive: Double { Double(count { $0 > 0 }) / Double(Swift.max(1, count)) }
}
