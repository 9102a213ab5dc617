import Networks
import Testing

@testable import Training

@Suite struct TrainerTests {
  @Test("40 samples in batches of 8, 3 epochs: 5 steps each; the loss falls and the network is the one trained")
  func learns() throws {
    var settings = SmallTraining.settings
    (settings.epochs, settings.robustFactor, settings.learningRate) = (30, 0, 0.02)
    var trainer = try SmallTraining.trainer(settings)
    #expect(trainer.stepsPerEpoch == 5 && trainer.stepCount == 150 && trainer.sampleCount == 40)
    let epochs = try SmallTraining.finish(&trainer)
    #expect(epochs.count == 30 && trainer.isFinished && !trainer.hasStoppedEarly)
    #expect(epochs.last![2] < 0.5 * epochs[0][2] && epochs.last![5] <= 0.2)
    let network = try trainer.network()
    #expect(network.widths == [3, 6, 5, 3] && network.activation == .relu)
    #expect(network.layers[0].weight.elements == trainer.state.parameters[0..<18].map(Double.init))
  }

  @Test("the last batch may be smaller: 40 samples in batches of 16 are 3 steps, means are over 40")
  func unevenBatches() throws {
    var settings = SmallTraining.settings
    (settings.batchSize, settings.robustFactor, settings.learningRate) = (16, 0, 1e-30)
    var trainer = try SmallTraining.trainer(settings, as: Double.self)
    #expect(trainer.stepsPerEpoch == 3)
    let metrics = try #require(try trainer.trainEpoch())
    // At that rate the weights do not move: the epoch's means are those of the network.
    let network = try trainer.network()
    let samples = SmallTraining.samples(as: Double.self)
    let logits = network.logits(.init(rows: 40, columns: 3, elements: samples.features))
    let mean = logits.crossEntropies(labels: samples.labels).reduce(0, +) / 40
    #expect(abs(metrics.crossEntropy - mean) < 1e-14 && metrics.loss == metrics.crossEntropy)
    #expect(metrics.error == Double(logits.margins(labels: samples.labels).count { $0 <= 0 }) / 40)
    #expect(metrics.robustTerm == nil && metrics.validation == nil && metrics.step == 3 && metrics.epoch == 1)
  }

  @Test("progress counts steps and samples; it is not asked after the last step of an epoch") func progress() throws {
    var trainer = try SmallTraining.trainer(SmallTraining.settings)
    var seen: [TrainingProgress] = []
    for _ in 0..<2 {
      _ = try trainer.trainEpoch {
        seen.append($0)
        return true
      }
    }
    #expect(seen.map(\.step) == [1, 2, 3, 4, 6, 7, 8, 9] && seen.map(\.epoch) == [1, 1, 1, 1, 2, 2, 2, 2])
    #expect(seen.allSatisfy { $0.stepCount == 15 && $0.loss.isFinite && $0.error >= 0 && $0.error <= 1 })
  }

  @Test("ramp 0.8 of 15 steps: radius factor 5/12 after epoch 1, 10/12 after 2, then 1; ramp 0: always 1") func ramp()
    throws
  {
    var trainer = try SmallTraining.trainer(SmallTraining.settings { $0.ramp = 0.8 })
    let factors = try SmallTraining.finish(&trainer).map { $0[7] }
    for (a, b) in zip(factors, [5.0 / 12, 10.0 / 12, 1]) { #expect(abs(a - b) < 1e-15) }
    var constant = try SmallTraining.trainer(SmallTraining.settings { $0.ramp = 0 })
    #expect(try SmallTraining.finish(&constant).map { $0[7] } == [1, 1, 1])
  }

  @Test("cosine over 15 steps: (1 + cos π/3)/2 = ¾ after epoch 1, ¼ after 2, 0 after 3") func rates() throws {
    var trainer = try SmallTraining.trainer(SmallTraining.settings)
    let rates = try SmallTraining.finish(&trainer).map { $0[6] }
    for (a, b) in zip(rates, [0.0075, 0.0025, 0]) { #expect(abs(a - b) < 1e-17) }
  }

  @Test("the first step sees each sample once: λ, μ and the spectral penalty add up to the loss") func loss() throws {
    var settings = SmallTraining.settings
    (settings.normFactor, settings.spectralFactor, settings.learningRate, settings.ramp) = (0.01, 0.02, 1e-30, 0)
    (settings.batchSize, settings.robustTerm) = (40, .theorem)
    var trainer = try SmallTraining.trainer(settings, as: Double.self)
    var spectral = trainer.state.spectralPenalty
    let parameters = trainer.state.parameters
    var unused = parameters
    let norms = NormPenalty.add(parameters, trainer.layout, factor: 1, to: &unused)
    let σ = spectral.add(parameters, trainer.layout, to: &unused)
    let m = try #require(try trainer.trainEpoch())
    let expected = m.crossEntropy + 0.3 * (m.robustTerm ?? .nan) + 0.01 * norms + 0.02 * σ
    #expect(abs(m.loss - expected) < 1e-14 * expected)
    #expect(m.robustTerm! > 0 && trainer.state.spectralPenalty.vectors == spectral.vectors)
  }
}
