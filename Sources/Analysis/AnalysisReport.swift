import Certification
import Checkpoints

/// The whole result of a run, which every report format is a function of.
public struct AnalysisReport: Sendable {
  /// "analyze", "norms", "demo" or "sweep".
  public var command: String
  /// How the paths were read, one sentence each.
  public var readings: [String]
  /// What was asked for.
  public var parameters: ReportParameters
  /// What became of every file and tensor.
  public var coverage: [Coverage]
  /// One entry for each checkpoint and setting of the radii: all checkpoints at the first setting, then the next.
  public var checkpoints: [CheckpointAnalysis]
  /// How well each bound and measure ranks the checkpoints by their gap.
  public var statistics: [RankStatistic]
  /// How well each ranks runs that differ in hyper-parameters; empty where none do.
  public var configurationStatistics: [ConfigurationStatistic] = []
  /// Spectra and curves of the last checkpoint of each series, for pictures.
  public var exhibits: [CheckpointExhibit] = []
  /// How paths, files and logs were read and paired, and why: one line each, those about a checkpoint indented below it.
  public var explanation: [String]
  /// What a user should know before reading a number; each is in the coverage as well.
  public var warnings: [String] = []

  /// A report.
  public init(
    command: String, readings: [String], parameters: ReportParameters, coverage: [Coverage],
    checkpoints: [CheckpointAnalysis], statistics: [RankStatistic], explanation: [String] = []
  ) {
    self.command = command
    self.readings = readings
    self.parameters = parameters
    self.coverage = coverage
    self.checkpoints = checkpoints
    self.statistics = statistics
    self.explanation = explanation
  }
}

/// What a run was asked for, stamped into every report.
public struct ReportParameters: Sendable {
  /// Settings of the radii, in the order of the report.
  public var radii: [RadiusSetting]
  /// γ as asked for: "p10" or a number.
  public var marginScale: MarginScale
  /// δ.
  public var failureProbability: Double
  /// The activation of the first network and where it is known from.
  public var activation: String?
  /// How biases were treated in Theorem 4.
  public var biases: String?
  /// Training data: path, samples, digest; nil where none was given.
  public var train: DataStamp?
  /// How many of the training samples were used, from the first; nil for all.
  public var trainSampleLimit: Int?
  /// Test data.
  public var test: DataStamp?
  /// The file with reference matrices, or its name in every run's folder; nil where none was given.
  public var reference: String?
  /// How hard the attack for the measure of sharpness was; nil where it was not asked for.
  public var sharpness: AttackSettings?

  /// The data of one role.
  public struct DataStamp: Sendable, Equatable {
    /// Path as given.
    public var path: String
    /// Samples.
    public var count: Int
    /// Features of a sample.
    public var features: Int
    /// SHA-256.
    public var sha256: String
    /// x ↦ scale · x + shift.
    public var scale: Double
    /// See `scale`.
    public var shift: Double

    /// A stamp.
    public init(path: String, count: Int, features: Int, sha256: String, scale: Double, shift: Double) {
      self.path = path
      self.count = count
      self.features = features
      self.sha256 = sha256
      self.scale = scale
      self.shift = shift
    }
  }

  /// Parameters.
  public init(
    radii: [RadiusSetting], marginScale: MarginScale, failureProbability: Double, activation: String? = nil,
    biases: String? = nil, train: DataStamp? = nil, trainSampleLimit: Int? = nil, test: DataStamp? = nil,
    reference: String? = nil, sharpness: AttackSettings? = nil
  ) {
    self.radii = radii
    self.marginScale = marginScale
    self.failureProbability = failureProbability
    self.activation = activation
    self.biases = biases
    self.train = train
    self.trainSampleLimit = trainSampleLimit
    self.test = test
    self.reference = reference
    self.sharpness = sharpness
  }
}
