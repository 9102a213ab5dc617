/// What an epoch was like. Training numbers are means over the epoch's batches, each at the weights
/// that its gradient was taken at: between the begin and the end of the epoch, and moved where noise or adversarial steps move them.
public struct EpochMetrics: Sendable, Equatable {
  /// The epoch, counted from 1, and the steps up to its end.
  public let epoch: Int, step: Int
  /// Mean of ℓ' with all terms.
  public let loss: Double
  /// Mean of ℓ_CE.
  public let crossEntropy: Double
  /// Mean of R, without λ; nil without a robust term.
  public let robustTerm: Double?
  /// Share of misclassified samples.
  public let error: Double
  /// The learning rate that a further step would have: 0 at the end of a cosine.
  public let learningRate: Double
  /// What the radius was multiplied with after the last step: the ramp's share times the radius scale.
  public let radiusFactor: Double
  /// How long the epoch took.
  public let seconds: Double
  /// The samples that are held out; nil where none are.
  public var validation: ValidationMetrics?
  /// True where the validation loss is the lowest so far.
  public var isBest = false
}

/// The samples that were held out to choose by.
public struct ValidationMetrics: Sendable, Equatable {
  /// Mean of ℓ_CE + λ R at the full radius.
  public let loss: Double
  /// Mean of ℓ_CE.
  public let crossEntropy: Double
  /// Share of misclassified samples.
  public let error: Double
}

/// How far a training is.
public struct TrainingProgress: Sendable {
  /// Steps done, of so many.
  public let step: Int, stepCount: Int
  /// The epoch, counted from 1.
  public let epoch: Int
  /// Mean loss and share of misclassified samples of the epoch so far.
  public let loss: Double, error: Double

  init(step: Int, stepCount: Int, epoch: Int, loss: Double, error: Double) {
    (self.step, self.stepCount, self.epoch) = (step, stepCount, epoch)
    (self.loss, self.error) = (loss, error)
  }

  /// The end of an epoch of a training with so many steps.
  public init(endOf epoch: EpochMetrics, stepCount: Int) {
    self.init(step: epoch.step, stepCount: stepCount, epoch: epoch.epoch, loss: epoch.loss, error: epoch.error)
  }
}
