import Certification
import Checkpoints
import Datasets

/// What to certify models with.
public struct CertificationSettings: Sendable {
  /// The samples.
  public var data: LabelledSamples
  /// How many of them, from the first; nil for all.
  public var sampleLimit: Int?
  /// One after another.
  public var balls: [BallSetting]
  /// True where biases move too.
  public var perturbsBiases = false
  /// Certificates of the catalogue.
  public var methods: [any Certificate.Type] = certificateCatalogue
  /// Seconds for the exact decision of one sample; nil for none.
  public var exactTimeLimit: Double?
  /// Attacks.
  public var attacks: [AttackKind] = []
  /// How hard.
  public var attackSettings = AttackSettings()
  /// Looks for each sample's largest certified radius, in the first ball's form.
  public var searchesRadius = false
  /// Flips single bits of weights stored like this; nil for none.
  public var bitFlips: WeightStorage?
  /// Where witnesses of the exact decision are written; nil for nowhere.
  public var witnessFolder: String?
  /// δ of all statements about unseen samples together.
  public var failureProbability = 0.05
  /// What the user says about bare tensors.
  public var manifest = ModelManifest()
  /// Workers.
  public var workers: WorkerCount

  /// Settings; the other properties have defaults.
  public init(data: LabelledSamples, balls: [BallSetting], workers: WorkerCount) {
    self.data = data
    self.balls = balls
    self.workers = workers
  }

  /// The number of samples that are used.
  var sampleCount: Int { min(data.count, sampleLimit ?? data.count) }

  /// The settings as a report stamps them.
  var parameters: CertificationParameters {
    CertificationParameters(
      data: ReportParameters.DataStamp(data), sampleLimit: sampleLimit.map { min($0, data.count) },
      methods: methods.map { $0.key },
      exactTimeLimit: exactTimeLimit, attacks: attacks, attackSettings: attackSettings,
      perturbsBiases: perturbsBiases, failureProbability: failureProbability)
  }
}
