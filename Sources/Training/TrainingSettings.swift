import Certification
import Networks

/// All that decides what a training does; with the data and the number of threads it decides every bit of the result.
public struct TrainingSettings: Sendable, Equatable {
  /// Widths of the hidden layers.
  public var hidden: [Int] = [128, 64]
  /// ρ between the layers.
  public var activation: Activation = .relu
  /// True where every layer has a bias.
  public var hasBiases = true
  /// Passes over the training samples.
  public var epochs = 50
  /// Samples of a step; the last batch of an epoch may be smaller.
  public var batchSize = 64
  /// Seed of the initial weights, the order of the samples, the validation split and the noise.
  public var seed: UInt64 = 0
  /// Workers; each computes on its part of every batch.
  public var threads = 1
  /// How gradients become steps.
  public var optimizer = OptimizerKind.adam(β1: 0.9, β2: 0.999)
  /// The rate of the first step.
  public var learningRate = 1e-3
  /// How the rate goes on.
  public var schedule = LearningRateSchedule.cosine
  /// Factor of the weights that is taken off; see `OptimizerKind`.
  public var weightDecay = 0.0
  /// R in ℓ_CE + λ R.
  public var robustTerm = RobustTermKind.interval
  /// λ ≥ 0.
  public var robustFactor = 0.0
  /// ε_k of the robust term.
  public var radius = TrainingRadius.ball(0, .absolute)
  /// What the radius is multiplied with: a network that is trained for a little more is certified for the radius itself.
  public var radiusScale = 1.0
  /// The share of all steps over which the radius grows in a line from 0; 0 for a constant radius.
  public var ramp = 0.5
  /// μ ≥ 0, the factor of the largest row and column sums.
  public var normFactor = 0.0
  /// c ≥ 0 in (c/2) Σ ‖Wᵏ‖₂².
  public var spectralFactor = 0.0
  /// How weights are moved before each gradient is taken.
  public var disturbance = WeightDisturbance.none
  /// The share of the training samples that is held out to choose by, 0 for none.
  public var validationShare = 0.0
  /// Epochs without a better validation loss after which training stops; nil for never.
  public var patience: Int?

  /// Threads at most: each has a gradient of its own.
  public static let mostThreads = 256

  /// Standard training with Adam.
  public init() {}

  /// d_0 … d_L.
  func widths(inputs: Int, classes: Int) -> [Int] { [inputs] + hidden + [classes] }

  /// How many of n samples are held out.
  ///
  /// - Throws: `refused` where one side would be empty.
  public func validationCount(of n: Int) throws(TrainingError) -> Int {
    guard validationShare > 0 else { return 0 }
    let held = Int((validationShare * Double(n)).rounded())
    guard held > 0, held < n else {
      throw .refused("a validation split of \(validationShare) leaves one side of \(n) samples empty")
    }
    return held
  }

  /// What cannot be done; nil where all can.
  public var obstacle: String? {
    let numbers: [(String, Double)] = [
      ("the weight decay", weightDecay), ("lambda", robustFactor), ("mu", normFactor),
      ("the spectral penalty", spectralFactor),
      ("the radius scale", radiusScale),
    ]
    if let wrong = numbers.first(where: { !($0.1 >= 0 && $0.1.isFinite) }) {
      return "\(wrong.0) is \(wrong.1), not 0 or more"
    }
    guard learningRate > 0, learningRate.isFinite else { return "the learning rate is \(learningRate), not above 0" }
    guard hidden.allSatisfy({ $0 > 0 }) else { return "a hidden layer has no neuron" }
    guard epochs > 0 else { return "there is no epoch to train" }
    guard batchSize > 0 else { return "a batch has no sample" }
    guard threads > 0 else { return "there is no thread to work" }
    guard threads <= Self.mostThreads else { return "\(threads) threads are more than \(Self.mostThreads)" }
    if let obstacle = optimizer.obstacle ?? schedule.obstacle { return obstacle }
    if let patience, patience < 1 { return "early stopping after \(patience) epochs would not begin to train" }
    guard ramp >= 0, ramp <= 1 else { return "the ramp is \(ramp), not a share of the steps" }
    guard validationShare >= 0, validationShare < 1 else {
      return "the validation split is \(validationShare), not a share below 1"
    }
    if validationShare == 0, let need = needOfValidation { return "\(need) needs a validation split (validation is 0)" }
    if let radius = robustFactor > 0 ? radius.obstacle ?? disturbance.radius?.obstacle : disturbance.radius?.obstacle {
      return radius
    }
    guard robustFactor > 0, !hidden.isEmpty, let obstacle = activation.obstacle else { return nil }
    return "the robust term is not defined: \(obstacle)"
  }

  private var needOfValidation: String? {
    if patience != nil { return "early stopping" }
    if case .plateau = schedule { return "the plateau schedule" }
    return nil
  }
}
