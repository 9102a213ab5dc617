import Networks
import Testing

@testable import Training

@Suite struct TrainerValidationTests {
  @Test("a quarter of 40 samples: 30 to learn from; the loss of the other 10 is that of the network") func split()
    throws
  {
    var settings = SmallTraining.settings
    (settings.validationShare, settings.robustFactor, settings.batchSize) = (0.25, 0, 7)
    var trainer = try SmallTraining.trainer(settings, as: Double.self)
    #expect(trainer.sampleCount == 30 && trainer.stepsPerEpoch == 5)
    let metrics = try trainer.trainEpoch()
    let validation = try #require(metrics?.validation)
    // The split is drawn from the seed alone: features mark the samples.
    let held = try heldOut(settings)
    try #require(held.count == 10)
    let samples = SmallTraining.samples(as: Double.self).subset(held)
    let logits = try trainer.network().logits(.init(rows: 10, columns: 3, elements: samples.features))
    let mean = logits.crossEntropies(labels: samples.labels).reduce(0, +) / 10
    #expect(abs(validation.crossEntropy - mean) < 1e-14 && validation.loss == validation.crossEntropy)
    #expect(validation.error == Double(logits.margins(labels: samples.labels).count { $0 <= 0 }) / 10)
  }

  /// The samples that training does not see: a NaN in one of them makes the validation loss NaN and leaves the training.
  private func heldOut(_ settings: TrainingSettings) throws -> [Int] {
    let samples = SmallTraining.samples(as: Double.self)
    return try (0..<40).filter { i in
      var features = samples.features
      features[i * 3] = .nan
      let broken = TrainingSamples(featureCount: 3, features: features, labels: samples.labels)
      var trainer = try Trainer(settings, samples: broken, classes: 3)
      guard let metrics = try? trainer.trainEpoch() else { return false }
      #expect(metrics.validation!.loss.isNaN && !metrics.isBest)
      return true
    }
  }

  @Test("held out are exactly 10 of 40, others for another seed") func disjoint() throws {
    var settings = SmallTraining.settings
    settings.validationShare = 0.25
    let first = try heldOut(settings)
    settings.seed += 1
    let second = try heldOut(settings)
    #expect(first.count == 10 && second.count == 10 && first != second)
  }

  @Test("patience 2: stops two epochs after the best") func earlyStopping() throws {
    // So high a rate makes the loss worse soon.
    let settings = SmallTraining.settings {
      ($0.validationShare, $0.patience, $0.epochs, $0.robustFactor) = (0.25, 2, 60, 0)
      ($0.learningRate, $0.schedule, $0.activation) = (0.5, .constant, .sigmoid)
    }
    var trainer = try SmallTraining.trainer(settings, as: Double.self)
    let epochs = try SmallTraining.finish(&trainer)
    #expect(trainer.hasStoppedEarly && trainer.isFinished && epochs.count < 60)
    let best = try #require(trainer.state.bestEpoch)
    #expect(epochs.count == best + 2 && epochs[best - 1][8] == 1 && epochs[best - 1][9] == trainer.state.bestLoss)
    #expect(epochs.map { $0[9] }.min() == trainer.state.bestLoss)
  }

  @Test("plateau:1: the rate is a tenth after every epoch that was not better") func plateau() throws {
    var trainer = try SmallTraining.trainer(
      SmallTraining.settings {
        ($0.validationShare, $0.schedule, $0.ramp, $0.epochs, $0.learningRate) = (0.25, .plateau(epochs: 1), 0, 6, 0.3)
      })
    let epochs = try SmallTraining.finish(&trainer)
    var cuts = 0
    for (epoch, next) in zip(epochs, epochs.dropFirst()) {
      // The metrics hold the rate of the epoch, not yet cut.
      #expect(abs(epoch[6] / (0.3 * [1, 0.1, 0.01, 0.001, 1e-4, 1e-5, 1e-6][cuts]) - 1) < 1e-12)
      if epoch[8] == 0 { cuts += 1 }
      #expect(next[0] == epoch[0] + 1)
    }
    #expect(cuts > 0)
    #expect(cuts == trainer.state.plateaus - (epochs.last![8] == 0 ? 1 : 0))
  }

  @Test("while the radius grows no epoch is best and none counts against patience") func ramp() throws {
    let settings = SmallTraining.settings {
      ($0.validationShare, $0.patience, $0.epochs, $0.ramp) = (0.25, 1, 4, 0.75)
    }
    var trainer = try SmallTraining.trainer(settings)
    let epochs = try SmallTraining.finish(&trainer)
    #expect(epochs[0][8] == 0 && epochs[1][8] == 0 && epochs[2][8] == 1 && trainer.state.bestEpoch! >= 3)
  }
}
