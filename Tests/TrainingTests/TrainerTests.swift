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

  @Test("one step an epoch: the first is taken at radius 0, so that R of the theorem is 0, the second is not")
  func firstRadius() throws {
    var trainer = try SmallTraining.trainer(SmallTraining.settings { ($0.batchSize, $0.robustTerm) = (40, .theorem) })
    let terms = try SmallTraining.finish(&trainer).map { $0[4] }
    #expect(terms[0] == 0 && terms[1] > 0 && terms[2] > 0)
  }

  @Test("adversarial: w − rate · ∇ℓ(w + ε sign ∇ℓ(w)); noise: the same with its numbers", arguments: [true, false])
  func disturbance(isAdversarial: Bool) throws {
    let radius = TrainingRadius.ball(0.1, .absolute)
    let disturbance: WeightDisturbance = isAdversarial ? .adversarial(radius) : .noise(radius)
    var trainer = try SmallTraining.trainer(
      SmallTraining.settings {
        ($0.batchSize, $0.epochs, $0.ramp, $0.threads, $0.schedule) = (40, 1, 0, 1, .constant)
        ($0.optimizer, $0.disturbance, $0.normFactor) = (.sgd(momentum: 0), disturbance, 0.01)
      }, as: Double.self)
    let (w, layout, samples) = (trainer.state.parameters, trainer.layout, SmallTraining.samples(as: Double.self))
    let batch: any BatchGradient<Double> = RobustTermKind.interval.gradient(
      layout: layout, activation: .relu, radius: trainer.settings.radius, batchSize: 40, threads: 1)
    // Sums over the samples in the trainer's order: it sorts them by label and index.
    func gradient(_ parameters: [Double]) -> [Double] {
      var gradient = w
      _ = batch.evaluate(
        parameters, samples, Array(0..<40)[...], robustFactor: 0.3, radiusFactor: 1, differentiating: true,
        gradient: &gradient)
      return gradient
    }
    let moved = disturbance.moved(w, layout, seed: 7, step: 0) { gradient(w) }
    #expect(moved != w)
    var g = gradient(moved)
    // Penalties see the weights where they are.
    _ = NormPenalty.add(w, layout, factor: 0.01, to: &g)
    _ = try trainer.trainEpoch()
    #expect(trainer.state.parameters == zip(w, g).map { $0 - 0.01 * $1 })
  }

  @Test("a radius scale of 2 trains and validates as twice the radius; the ramp goes to 2") func radiusScale() throws {
    func epochs(_ scale: Double, _ radius: Double) throws -> [[Double]] {
      var trainer = try SmallTraining.trainer(
        SmallTraining.settings {
          ($0.radiusScale, $0.radius, $0.validationShare) = (scale, .ball(radius, .largestWeight), 0.25)
        })
      return try SmallTraining.finish(&trainer)
    }
    let (scaled, plain) = (try epochs(2, 0.03125), try epochs(1, 0.0625))
    #expect(scaled.map { $0[7] } == plain.map { 2 * $0[7] } && scaled.last![7] == 2)
    // Powers of two change no bit; best epochs are chosen alike.
    #expect(scaled.map { $0[...6] + $0[8...] } == plain.map { $0[...6] + $0[8...] })
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
