import Certification
import MatrixNorms
import Statistics

/// Where a training stands: with the settings and the samples, all that is needed to go on as if it had never stopped.
public struct TrainingState<Scalar: BLASScalar>: Sendable {
  /// Weights and biases.
  public internal(set) var parameters: [Scalar]
  /// Epochs done.
  public internal(set) var epoch = 0
  /// Steps done of the next one.
  public internal(set) var stepInEpoch = 0
  /// The lowest validation loss so far.
  public internal(set) var bestLoss = Double.infinity
  /// The epoch that had it.
  public internal(set) var bestEpoch: Int?
  /// Epochs since then.
  public internal(set) var epochsWithoutBetter = 0
  /// How often the learning rate was cut on a plateau, and epochs without a better loss since then.
  var plateaus = 0, epochsOnPlateau = 0
  /// Sums over the samples of the epoch so far.
  var epochLoss = 0.0, epochCrossEntropy = 0.0, epochRobustTerm = 0.0
  var epochErrors = 0
  var optimizer: Optimizer<Scalar>
  var spectralPenalty: SpectralPenalty<Scalar>

  /// The state before the first step.
  init(_ layout: ParameterLayout, _ settings: TrainingSettings) {
    parameters = layout.initialParameters(settings.activation, seed: settings.seed)
    optimizer = Optimizer(
      settings.optimizer, weightDecay: settings.weightDecay, layout: layout, threads: settings.threads)
    var random = RandomStream(seed: settings.seed, .powerIteration, number: 0)
    spectralPenalty = SpectralPenalty(factor: settings.spectralFactor, layout: layout) { random.normal() }
  }

  /// Clears the sums.
  mutating func beginEpoch() {
    epoch += 1
    stepInEpoch = 0
    (epochLoss, epochCrossEntropy, epochRobustTerm, epochErrors) = (0, 0, 0, 0)
  }

  /// Compares a validation loss with the best; true where it is the best.
  mutating func choose(_ loss: Double, plateau schedule: LearningRateSchedule) -> Bool {
    guard loss < bestLoss else {
      epochsWithoutBetter += 1
      epochsOnPlateau += 1
      if case .plateau(let epochs) = schedule, epochsOnPlateau >= epochs {
        (plateaus, epochsOnPlateau) = (plateaus + 1, 0)
      }
      return false
    }
    (bestLoss, bestEpoch, epochsWithoutBetter, epochsOnPlateau) = (loss, epoch, 0, 0)
    return true
  }

  /// Why the state is not one of these settings; nil where it may be.
  func mismatch(like fresh: TrainingState, epochs: Int, stepsPerEpoch: Int, samples: Int) -> String? {
    guard parameters.count == fresh.parameters.count else {
      return "it has \(parameters.count) weights and biases, the network \(fresh.parameters.count)"
    }
    guard
      optimizer.kind == fresh.optimizer.kind, optimizer.weightDecay == fresh.optimizer.weightDecay,
      optimizer.firstMoments.count == fresh.optimizer.firstMoments.count,
      optimizer.secondMoments.count == fresh.optimizer.secondMoments.count
    else { return "it belongs to another optimizer" }
    guard spectralPenalty.factor == fresh.spectralPenalty.factor else {
      return "it belongs to another spectral penalty"
    }
    guard spectralPenalty.vectors.map(\.count) == fresh.spectralPenalty.vectors.map(\.count) else {
      return "it belongs to another network"
    }
    let steps = epoch < epochs ? stepsPerEpoch : 1
    guard (0...epochs).contains(epoch), stepInEpoch >= 0, stepInEpoch < steps else {
      return "it is at step \(stepInEpoch) of epoch \(epoch + 1); there are \(stepsPerEpoch) of \(epochs)"
    }
    guard isFinite, epochLoss.isFinite, epochCrossEntropy.isFinite, epochRobustTerm.isFinite else {
      return "it has a number that is not finite"
    }
    guard epochErrors <= samples, bestEpoch ?? 0 <= epoch else { return "its counts do not fit this training" }
    return nil
  }

  /// True where no number is infinite or NaN.
  var isFinite: Bool {
    ([parameters, optimizer.firstMoments, optimizer.secondMoments] + spectralPenalty.vectors).allSatisfy {
      $0.allSatisfy(\.isFinite)
    }
  }

  /// The first layer, counted from 1, with a weight, a bias or a moment that is not finite; nil where all are.
  func firstNonFiniteLayer(_ layout: ParameterLayout) -> Int? {
    layout.weights.indices.first { k in
      [parameters, optimizer.firstMoments, optimizer.secondMoments].contains { numbers in
        !numbers.isEmpty && numbers[layout.weights[k].offset..<layout.biases[k].upperBound].contains { !$0.isFinite }
      }
    }.map { $0 + 1 }
  }
}

extension TrainingState {
  /// The state as named arrays and numbers, for files.
  public var parts: (arrays: [String: [Scalar]], numbers: [String: Double]) {
    var arrays = [
      "parameters": parameters, "first_moments": optimizer.firstMoments, "second_moments": optimizer.secondMoments,
    ]
    for (k, u) in spectralPenalty.vectors.enumerated() { arrays["spectral_vector_\(k)"] = u }
    let numbers = [
      "epoch": Double(epoch), "step_in_epoch": Double(stepInEpoch), "optimizer_steps": Double(optimizer.steps),
      "best_loss": bestLoss, "best_epoch": Double(bestEpoch ?? -1),
      "epochs_without_better": Double(epochsWithoutBetter), "plateaus": Double(plateaus),
      "epochs_on_plateau": Double(epochsOnPlateau), "epoch_loss": epochLoss,
      "epoch_cross_entropy": epochCrossEntropy, "epoch_robust_term": epochRobustTerm,
      "epoch_errors": Double(epochErrors),
    ]
    return (arrays, numbers)
  }

  /// The state from its parts, for a training of these settings.
  ///
  /// - Throws: `foreignState` where a part is missing or has another length.
  public init(
    arrays: [String: [Scalar]], numbers: [String: Double], layout: ParameterLayout, settings: TrainingSettings
  ) throws(TrainingError) {
    self.init(layout, settings)
    func number(_ name: String) throws(TrainingError) -> Double {
      guard let value = numbers[name], !value.isNaN else { throw .foreignState("\(name) is missing") }
      return value
    }
    func count(_ name: String) throws(TrainingError) -> Int {
      // Beyond 2⁵³ doubles skip numbers, and counting on could overflow.
      guard let value = Int(exactly: try number(name)), value >= (name == "best_epoch" ? -1 : 0), value <= 1 << 53
      else {
        throw .foreignState("\(name) is no count")
      }
      return value
    }
    func array(_ name: String, like old: [Scalar]) throws(TrainingError) -> [Scalar] {
      guard let values = arrays[name] ?? (old.isEmpty ? [] : nil) else { throw .foreignState("\(name) is missing") }
      guard values.count == old.count else {
        throw .foreignState("\(name) has \(values.count) numbers, this training \(old.count)")
      }
      return values
    }
    parameters = try array("parameters", like: parameters)
    optimizer.firstMoments = try array("first_moments", like: optimizer.firstMoments)
    optimizer.secondMoments = try array("second_moments", like: optimizer.secondMoments)
    for k in spectralPenalty.vectors.indices {
      spectralPenalty.vectors[k] = try array("spectral_vector_\(k)", like: spectralPenalty.vectors[k])
    }
    optimizer.steps = try count("optimizer_steps")
    epoch = try count("epoch")
    stepInEpoch = try count("step_in_epoch")
    bestLoss = try number("best_loss")
    let best = try count("best_epoch")
    bestEpoch = best < 0 ? nil : best
    epochsWithoutBetter = try count("epochs_without_better")
    plateaus = try count("plateaus")
    epochsOnPlateau = try count("epochs_on_plateau")
    epochLoss = try number("epoch_loss")
    epochCrossEntropy = try number("epoch_cross_entropy")
    epochRobustTerm = try number("epoch_robust_term")
    epochErrors = try count("epoch_errors")
  }
}
