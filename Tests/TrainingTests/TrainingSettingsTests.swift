import Certification
import MatrixNorms
import Testing

@testable import Training

@Suite struct TrainingSettingsTests {
  @Test("every obstacle by its words") func obstacles() {
    let refused: [(String, (inout TrainingSettings) -> Void)] = [
      ("the weight decay is -1.0, not 0 or more", { $0.weightDecay = -1 }),
      ("lambda is nan, not 0 or more", { $0.robustFactor = .nan }),
      ("mu is inf, not 0 or more", { $0.normFactor = .infinity }),
      ("the spectral penalty is -0.5, not 0 or more", { $0.spectralFactor = -0.5 }),
      ("the radius scale is -2.0, not 0 or more", { $0.radiusScale = -2 }),
      ("the learning rate is 0.0, not above 0", { $0.learningRate = 0 }),
      ("the learning rate is nan, not above 0", { $0.learningRate = .nan }),
      ("a hidden layer has no neuron", { $0.hidden = [3, 0] }),
      ("there is no epoch to train", { $0.epochs = 0 }),
      ("a batch has no sample", { $0.batchSize = 0 }),
      ("there is no thread to work", { $0.threads = 0 }),
      ("the momentum is 1.5, not a share below 1", { $0.optimizer = .sgd(momentum: 1.5) }),
      ("the schedule step:0 has no epoch to wait for", { $0.schedule = .step(epochs: 0) }),
      ("early stopping after 0 epochs would not begin to train", { ($0.patience, $0.validationShare) = (0, 0.5) }),
      ("the ramp is 1.5, not a share of the steps", { $0.ramp = 1.5 }),
      ("the ramp is nan, not a share of the steps", { $0.ramp = .nan }),
      ("the validation split is 1.0, not a share below 1", { $0.validationShare = 1 }),
      ("early stopping needs a validation split (validation is 0)", { $0.patience = 3 }),
      ("the plateau schedule needs a validation split (validation is 0)", { $0.schedule = .plateau(epochs: 2) }),
      ("-1.0 is not a radius", { $0.radius = .ball(-1, .absolute) }),
      ("nan is not a radius", { ($0.robustFactor, $0.disturbance) = (0, .noise(.ball(.nan, .range))) }),
      ("the robust term is not defined: activation tanh takes negative values", { $0.activation = .tanh }),
    ]
    for (reason, change) in refused {
      let settings = SmallTraining.settings(change)
      #expect(settings.obstacle == reason)
      #expect(throws: TrainingError.refused(reason)) { try SmallTraining.trainer(settings) }
    }
  }

  @Test("what is not used is no obstacle") func admitted() {
    #expect(TrainingSettings().obstacle == nil && SmallTraining.settings.obstacle == nil)
    #expect(SmallTraining.variants.allSatisfy { $0.settings.obstacle == nil })
    #expect(SmallTraining.settings { ($0.robustFactor, $0.activation) = (0, .tanh) }.obstacle == nil)
    #expect(SmallTraining.settings { ($0.robustFactor, $0.radius) = (0, .ball(-1, .absolute)) }.obstacle == nil)
    // One layer has no activation.
    #expect(SmallTraining.settings { ($0.hidden, $0.activation) = ([], .tanh) }.obstacle == nil)
  }

  @Test("samples that do not fit: none, a label beyond the classes, one class, a split that leaves a side empty")
  func samples() {
    func refusal(_ samples: TrainingSamples<Float>, classes: Int = 3, share: Double = 0) -> String {
      do {
        _ = try Trainer(SmallTraining.settings { $0.validationShare = share }, samples: samples, classes: classes)
        return "accepted"
      } catch { return "\(error)" }
    }
    let samples: TrainingSamples<Float> = SmallTraining.samples(10)
    #expect(refusal(samples) == "accepted" && refusal(samples, classes: 9) == "accepted")
    #expect(refusal(samples, classes: 2) == "a label is not below 2")
    #expect(refusal(samples, classes: 1) == "a classifier needs two classes, the samples have 1")
    #expect(refusal(samples.subset([])) == "there is no sample to train on")
    #expect(refusal(samples, share: 0.04) == "a validation split of 0.04 leaves one side of 10 samples empty")
    #expect(refusal(samples, share: 0.96) == "a validation split of 0.96 leaves one side of 10 samples empty")
    #expect(refusal(samples, share: 0.06) == "accepted")
  }
}
