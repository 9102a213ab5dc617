import Networks
import Testing

@testable import Training

@Suite struct TrainerDivergenceTests {
  private func divergence(_ trainer: inout Trainer<Float>) -> TrainingError? {
    do throws(TrainingError) {
      while !trainer.isFinished { _ = try trainer.trainEpoch() }
      return nil
    } catch { return error }
  }

  @Test("a NaN feature: the loss is NaN at a step of epoch 1, layer 1; the state is that of the step before")
  func nanFeature() throws {
    for (i, feature) in [Float.nan, .infinity].enumerated() {
      var samples: TrainingSamples<Float> = SmallTraining.samples()
      var features = samples.features
      features[3 * 5 + i] = feature
      samples = TrainingSamples(featureCount: 3, features: features, labels: samples.labels)
      var trainer = try Trainer(SmallTraining.settings, samples: samples, classes: 3)
      guard case .diverged(let step, let epoch, let loss, let layer) = divergence(&trainer) else {
        Issue.record("did not diverge")
        continue
      }
      #expect((1...5).contains(step) && epoch == 1 && !loss.isFinite && layer == 1)
      #expect(
        trainer.state.isFinite && trainer.state.stepInEpoch == step - 1 && trainer.state.optimizer.steps == step - 1)
    }
  }

  @Test("a huge learning rate diverges with a finite state", arguments: [1e3, 1e10, 1e20, 1e38, 1e300])
  func hugeRate(_ rate: Double) throws {
    for optimizer in [OptimizerKind.sgd(momentum: 0), .sgd(momentum: 0.9), .adam(β1: 0.9, β2: 0.999)] {
      let settings = SmallTraining.settings {
        ($0.learningRate, $0.optimizer, $0.schedule, $0.epochs) = (rate, optimizer, .constant, 40)
      }
      var trainer = try SmallTraining.trainer(settings)
      let error = divergence(&trainer)
      #expect(trainer.state.isFinite, "\(optimizer)")
      // Adam at 10³ makes bounded steps: weights below 10⁶, products of three layers below 10¹⁹.
      guard rate > 1e3 else { continue }
      guard case .diverged(let step, let epoch, _, let layer) = error else {
        Issue.record("\(optimizer) did not diverge")
        continue
      }
      #expect(step >= 1 && epoch == (step - 1) / 5 + 1 && (layer.map { (1...3).contains($0) } ?? true))
    }
  }

  @Test("a step beyond all numbers in the last step of an epoch does not end in its state") func lastStep() throws {
    let settings = SmallTraining.settings {
      ($0.learningRate, $0.optimizer, $0.schedule, $0.batchSize) = (1e300, .sgd(momentum: 0), .constant, 40)
    }
    var trainer = try SmallTraining.trainer(settings)
    let begin = trainer.state.parameters
    guard case .diverged(1, 1, let loss, 1) = divergence(&trainer) else {
      Issue.record("did not diverge at step 1")
      return
    }
    #expect(loss.isFinite && trainer.state.parameters == begin && trainer.state.stepInEpoch == 0)
  }

  @Test("the messages name step, epoch and layer") func messages() {
    #expect(
      TrainingError.diverged(step: 7, epoch: 2, loss: .infinity, layer: 3).description
        == "the loss is inf at step 7 (epoch 2): the first values that are not finite are those of layer 3")
    #expect(
      TrainingError.diverged(step: 7, epoch: 2, loss: 1.5, layer: 1).description
        == "a weight is no finite number at step 7 (epoch 2): the first values that are not finite are those of layer 1"
    )
    #expect(
      TrainingError.diverged(step: 7, epoch: 2, loss: .nan, layer: nil).description
        == "the loss is NaN at step 7 (epoch 2)")
    #expect(TrainingError.refused("no").description == "no")
    #expect(TrainingError.foreignState("x").description == "the state of the training cannot be taken up: x")
  }
}
