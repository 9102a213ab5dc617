import Certification
import Foundation
import MatrixNorms
import Networks
import Statistics

/// Mini-batch training of a feed-forward classifier with the theory-driven loss
///
///     ℓ'(W; x, y) = ℓ_CE(f_W(x), y) + λ R(x, y) + μ Σ_k (‖(Wᵏ)ᵀ‖_{1,∞} + ‖Wᵏ‖_{1,∞}) + (c/2) Σ_k ‖Wᵏ‖₂².
///
/// Source: Tsai et al. 2021, sections 3.5 and 4. Every random number is drawn from a stream of the seed that is numbered by
/// epoch or step, so that a training that goes on from a state gives the same bits as one that was never stopped.
public struct Trainer<Scalar: BLASScalar>: Sendable {
  /// What decides the training.
  public let settings: TrainingSettings
  /// The network's shape.
  public let layout: ParameterLayout
  /// Where the training stands.
  public internal(set) var state: TrainingState<Scalar>
  private let training: TrainingSamples<Scalar>
  private let validation: TrainingSamples<Scalar>?
  private let batch: any BatchGradient<Scalar>
  private var gradient: [Scalar]

  /// A training from its begin.
  ///
  /// - Parameters:
  ///   - samples: the training samples; the validation split is taken from them.
  ///   - classes: K, at least 2; labels are below it.
  /// - Throws: `refused`.
  @specialized(where Scalar == Float)
  public init(
    _ settings: TrainingSettings, samples: TrainingSamples<Scalar>, classes: Int
  ) throws(TrainingError) {
    if let obstacle = settings.obstacle { throw .refused(obstacle) }
    guard classes >= 2 else { throw .refused("a classifier needs two classes, the samples have \(classes)") }
    guard samples.labels.allSatisfy({ $0 < classes }) else { throw .refused("a label is not below \(classes)") }
    guard samples.count > 0 else { throw .refused("there is no sample to train on") }
    guard settings.threads == 1 || LinearAlgebraLibrary.current.allowsConcurrentCalls else {
      throw .refused("this OpenBLAS is not safe for several threads (apt install libopenblas0-pthread)")
    }
    _ = LinearAlgebraLibrary.current
    self.settings = settings
    let split = try Self.split(samples, settings)
    (training, validation) = (split.training, split.validation)
    let widths = settings.widths(inputs: samples.featureCount, classes: classes)
    let needed = WorkingMemory.bytes(
      settings, widths: widths, batchSize: min(settings.batchSize, training.count),
      scalarBytes: MemoryLayout<Scalar>.size)
    if let obstacle = WorkingMemory.obstacle(
      needed: needed, available: Double(ProcessInfo.processInfo.physicalMemory))
    {
      throw .refused(obstacle)
    }
    // BLAS counts in 32 bits.
    guard zip(widths, widths.dropFirst()).allSatisfy({ Double($0) * Double($1) <= Double(Int32.max) }) else {
      throw .refused("a weight matrix of the network has more than 2³¹ − 1 entries")
    }
    layout = ParameterLayout(widths: widths, hasBiases: settings.hasBiases)
    batch = settings.robustTerm.gradient(
      layout: layout, activation: settings.activation, radius: settings.radius,
      batchSize: min(settings.batchSize, training.count), threads: settings.threads,
      isRobust: settings.robustFactor > 0)
    gradient = Array(repeating: 0, count: layout.count)
    state = TrainingState(layout, settings)
  }

  /// Goes on from a state of a training with the same settings and samples.
  ///
  /// - Throws: `foreignState`.
  public mutating func resume(from state: TrainingState<Scalar>) throws(TrainingError) {
    if let reason = state.mismatch(
      like: self.state, epochs: settings.epochs, stepsPerEpoch: stepsPerEpoch, samples: training.count)
    {
      throw .foreignState(reason)
    }
    self.state = state
  }

  /// The samples to learn from and those to choose by.
  private static func split(
    _ samples: TrainingSamples<Scalar>, _ settings: TrainingSettings
  ) throws(TrainingError) -> (training: TrainingSamples<Scalar>, validation: TrainingSamples<Scalar>?) {
    let held = try settings.validationCount(of: samples.count)
    guard held > 0 else { return (samples, nil) }
    var random = RandomStream(seed: settings.seed, .validationSplit, number: 0)
    let order = random.permutation(of: samples.count)
    return (samples.subset(order[held...].sorted()), samples.subset(order[..<held].sorted()))
  }

  /// n, the samples that gradients are taken of.
  public var sampleCount: Int { training.count }
  /// Steps of an epoch.
  public var stepsPerEpoch: Int { (training.count + settings.batchSize - 1) / settings.batchSize }
  /// Steps of all epochs.
  public var stepCount: Int { settings.epochs * stepsPerEpoch }
  /// True after the last epoch, or where early stopping came before it.
  public var isFinished: Bool { state.epoch >= settings.epochs || hasStoppedEarly }
  /// True where the validation loss was not better for too long.
  public var hasStoppedEarly: Bool {
    state.epoch < settings.epochs && settings.patience.map { state.epochsWithoutBetter >= $0 } ?? false
  }

  /// The network as it is now.
  public func network() throws(NetworkError) -> FeedForwardNetwork {
    try layout.network(state.parameters, settings.activation)
  }

  /// Trains to the end of the epoch.
  ///
  /// - Parameter goOn: asked after every step but the last; where it says no, the training stops in the middle of the epoch,
  ///   and its state can be taken up again.
  /// - Returns: what the epoch was like; nil where it was stopped.
  /// - Throws: `diverged`; the state is then finite, that of the last step with a finite loss or, where that step itself left
  ///   the range of numbers, that at the call.
  @specialized(where Scalar == Float)
  public mutating func trainEpoch(
    goOn: (TrainingProgress) -> Bool = { _ in true }
  ) throws(TrainingError) -> EpochMetrics? {
    var random = RandomStream(seed: settings.seed, .order, number: state.epoch)
    let order = random.permutation(of: training.count)
    let begun = Date()
    let before = state
    do throws(TrainingError) {
      while state.stepInEpoch < stepsPerEpoch {
        let first = state.stepInEpoch * settings.batchSize
        try step(order[first..<min(first + settings.batchSize, training.count)])
        guard state.stepInEpoch == stepsPerEpoch || goOn(progress) else { break }
      }
      try checkState()
    } catch {
      if !state.isFinite { state = before }
      throw error
    }
    guard state.stepInEpoch == stepsPerEpoch else { return nil }
    return finishEpoch(seconds: Date().timeIntervalSince(begun))
  }

  /// A step of finite gradients can be too large; it is found here, not by a pass over all numbers after every step.
  private func checkState() throws(TrainingError) {
    guard !state.isFinite else { return }
    throw .diverged(
      step: state.epoch * stepsPerEpoch + state.stepInEpoch, epoch: state.epoch + 1, loss: progress.loss,
      layer: state.firstNonFiniteLayer(layout))
  }

  /// Where the training stands within an epoch.
  private var progress: TrainingProgress {
    let count = min(training.count, state.stepInEpoch * settings.batchSize)
    return TrainingProgress(
      step: state.epoch * stepsPerEpoch + state.stepInEpoch, stepCount: stepCount, epoch: state.epoch + 1,
      loss: state.epochLoss / Double(count), error: Double(state.epochErrors) / Double(count))
  }

  /// The share of all steps that are done.
  private var done: Double {
    Double(state.epoch * stepsPerEpoch + state.stepInEpoch) / Double(stepCount)
  }

  /// What the radius of this step is multiplied with.
  private var radiusFactor: Double { settings.radiusScale * rampFactor }

  /// The share of the radius that the ramp has reached.
  private var rampFactor: Double { settings.ramp > 0 ? min(1, done / settings.ramp) : 1 }

  private var rate: Double {
    settings.learningRate * settings.schedule.factor(done: done, epoch: state.epoch, plateaus: state.plateaus)
  }

  /// One step on the samples of a batch.
  private mutating func step(_ indices: ArraySlice<Int>) throws(TrainingError) {
    let step = state.epoch * stepsPerEpoch + state.stepInEpoch
    // Nobody else may hold the parameters when the optimizer writes them: that would copy them.
    let sums = evaluate(movedWeights(indices, step: step), indices)
    let penalty = addPenalties()
    let B = Double(indices.count)
    let loss = (sums.crossEntropy + settings.robustFactor * sums.robustTerm) / B + penalty
    guard loss.isFinite else {
      throw .diverged(step: step + 1, epoch: state.epoch + 1, loss: loss, layer: batch.firstNonFiniteLayer())
    }
    let rate = rate
    state.optimizer.step(&state.parameters, gradient, rate: rate)
    state.stepInEpoch += 1
    state.epochLoss += B * loss
    state.epochCrossEntropy += sums.crossEntropy
    state.epochRobustTerm += sums.robustTerm
    state.epochErrors += sums.errors
  }

  /// The weights at which the gradient is taken.
  private mutating func movedWeights(_ indices: ArraySlice<Int>, step: Int) -> [Scalar] {
    guard settings.disturbance != .none else { return state.parameters }
    let parameters = state.parameters
    return settings.disturbance.moved(parameters, layout, seed: settings.seed, step: step) {
      _ = evaluate(parameters, indices)
      return gradient
    }
  }

  private mutating func evaluate(_ parameters: [Scalar], _ indices: ArraySlice<Int>) -> SampleSums {
    batch.evaluate(
      parameters, training, indices, robustFactor: settings.robustFactor, radiusFactor: radiusFactor,
      differentiating: true, gradient: &gradient)
  }

  /// The terms that see the weights alone.
  private mutating func addPenalties() -> Double {
    var penalty = 0.0
    if settings.normFactor > 0 {
      penalty +=
        settings.normFactor
        * NormPenalty.add(state.parameters, layout, factor: Scalar(settings.normFactor), to: &gradient)
    }
    if settings.spectralFactor > 0 {
      let sum = state.spectralPenalty.add(state.parameters, layout, to: &gradient)
      penalty += settings.spectralFactor * sum
    }
    return penalty
  }

  /// Adds up the epoch and chooses by the validation loss.
  private mutating func finishEpoch(seconds: Double) -> EpochMetrics {
    let n = Double(training.count)
    var metrics = EpochMetrics(
      epoch: state.epoch + 1, step: (state.epoch + 1) * stepsPerEpoch, loss: state.epochLoss / n,
      crossEntropy: state.epochCrossEntropy / n,
      robustTerm: settings.robustFactor > 0 ? state.epochRobustTerm / n : nil,
      error: Double(state.epochErrors) / n, learningRate: rate, radiusFactor: radiusFactor, seconds: seconds)
    metrics.validation = validate()
    // While the radius grows the loss does as well: nothing is best yet.
    let isFullRadius = settings.robustFactor == 0 || rampFactor == 1
    state.beginEpoch()
    if let loss = metrics.validation?.loss, isFullRadius {
      metrics.isBest = state.choose(loss, plateau: settings.schedule)
    }
    return metrics
  }

  /// ℓ_CE + λ R at the full radius, on the samples that are held out.
  private mutating func validate() -> ValidationMetrics? {
    guard let validation else { return nil }
    var sums = SampleSums()
    let size = min(settings.batchSize, training.count)
    for start in stride(from: 0, to: validation.count, by: size) {
      let part = Array(start..<min(start + size, validation.count))
      sums =
        sums
        + batch.evaluate(
          state.parameters, validation, part[...], robustFactor: settings.robustFactor,
          radiusFactor: settings.radiusScale,
          differentiating: false, gradient: &gradient)
    }
    let n = Double(validation.count)
    return ValidationMetrics(
      loss: (sums.crossEntropy + settings.robustFactor * sums.robustTerm) / n, crossEntropy: sums.crossEntropy / n,
      error: Double(sums.errors) / n)
  }
}
