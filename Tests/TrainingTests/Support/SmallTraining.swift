import Certification
import Networks
import TestSupport

@testable import Training

/// Three noisy classes in three dimensions, and settings under which they are learned in a few epochs.
enum SmallTraining {
  static func samples<Scalar>(_ count: Int = 40, seed: UInt64 = 1, as type: Scalar.Type = Float.self)
    -> TrainingSamples<Scalar>
  {
    var g = SeededGenerator(seed: seed)
    let labels = (0..<count).map { $0 % 3 }
    let features = labels.flatMap { y in (0..<3).map { j in Scalar((j == y ? 2 : 0) + 0.8 * g.normal()) } }
    return TrainingSamples(featureCount: 3, features: features, labels: labels)
  }

  /// 3 epochs of 5 steps, the last of 8 samples in 2 parts; the interval term at a radius that grows over half of the steps.
  static var settings: TrainingSettings {
    var settings = TrainingSettings()
    settings.hidden = [6, 5]
    settings.epochs = 3
    settings.batchSize = 8
    settings.seed = 7
    settings.threads = 2
    settings.learningRate = 0.01
    settings.robustFactor = 0.3
    settings.radius = .ball(0.02, .largestWeight)
    return settings
  }

  static func settings(_ change: (inout TrainingSettings) -> Void) -> TrainingSettings {
    var settings = settings
    change(&settings)
    return settings
  }

  /// Every way to train, by name.
  static let variants: [(name: String, settings: TrainingSettings)] = [
    ("adam, intervals, ramp", settings),
    ("sgd", settings { ($0.optimizer, $0.robustFactor) = (.sgd(momentum: 0), 0) }),
    (
      "momentum, decay, mu, theorem",
      settings {
        ($0.optimizer, $0.weightDecay, $0.normFactor, $0.robustTerm) = (.sgd(momentum: 0.9), 0.01, 0.001, .theorem)
      }
    ),
    (
      "noise, elementwise, int8",
      settings {
        ($0.disturbance, $0.robustTerm) = (.noise(.ball(0.05, .absolute)), .elementwise)
        $0.radius = .rounding(Quantization(bits: 8, scheme: .perChannel))
      }
    ),
    (
      "adversarial, no biases",
      settings {
        ($0.disturbance, $0.hasBiases) = (.adversarial(.ball(0.01, .largestWeight)), false)
      }
    ),
    (
      "spectral, softplus, step",
      settings {
        ($0.spectralFactor, $0.activation, $0.schedule) = (0.05, .softplus, .step(epochs: 1))
      }
    ),
    (
      "plateau, early stopping",
      settings {
        ($0.validationShare, $0.patience, $0.schedule, $0.ramp) = (0.25, 3, .plateau(epochs: 2), 0)
        ($0.epochs, $0.learningRate) = (8, 0.3)
      }
    ),
    ("one layer", settings { $0.hidden = [] }),
  ]

  static func trainer(_ settings: TrainingSettings, from state: TrainingState<Float>? = nil) throws -> Trainer<Float> {
    var trainer = try Trainer(settings, samples: samples(), classes: 3)
    if let state { try trainer.resume(from: state) }
    return trainer
  }

  static func trainer<Scalar>(_ settings: TrainingSettings, as type: Scalar.Type) throws -> Trainer<Scalar> {
    try Trainer(settings, samples: samples(as: type), classes: 3)
  }

  /// The metrics of all epochs to the end, without their times.
  static func finish<Scalar>(_ trainer: inout Trainer<Scalar>) throws -> [[Double]] {
    var epochs: [[Double]] = []
    while !trainer.isFinished {
      guard let m = try trainer.trainEpoch() else { break }
      epochs.append(
        [
          Double(m.epoch), Double(m.step), m.loss, m.crossEntropy, m.robustTerm ?? -1, m.error, m.learningRate,
          m.radiusFactor, m.isBest ? 1 : 0,
        ] + (m.validation.map { [$0.loss, $0.crossEntropy, $0.error] } ?? []))
    }
    return epochs
  }
}
