import Certification
import Networks
import Testing
import Training

@testable import Analysis

@Suite struct TrainingParameterTests {
  private func settings(_ values: [TrainingParameter: String]) throws -> TrainingSettings {
    try TrainingParameters(values).settings(threads: 1)
  }

  private func refusal(_ values: [TrainingParameter: String]) -> TrainingParameterError? {
    let parameters = TrainingParameters(values)
    do throws(TrainingParameterError) {
      _ = try parameters.settings(threads: 1)
      _ = try parameters.sampleLimit()
      _ = try parameters.every()
      return nil
    } catch { return error }
  }

  @Test("nothing given: 128-64, ReLU, biases, 50 epochs of batches of 64, Adam 0.001 to 0 by a cosine, plain loss")
  func defaults() throws {
    let settings = try settings([:])
    #expect(settings == TrainingSettings())
    #expect(settings.hidden == [128, 64] && settings.activation == .relu && settings.hasBiases)
    #expect(settings.epochs == 50 && settings.batchSize == 64 && settings.seed == 0 && settings.threads == 1)
    #expect(settings.optimizer == .adam(β1: 0.9, β2: 0.999) && settings.learningRate == 0.001)
    #expect(settings.schedule == .cosine && settings.weightDecay == 0 && settings.robustFactor == 0)
    #expect(settings.robustTerm == .interval && settings.radiusScale == 1 && settings.ramp == 0.5)
    #expect(settings.normFactor == 0 && settings.spectralFactor == 0 && settings.disturbance == .none)
    #expect(settings.validationShare == 0 && settings.patience == nil)
    #expect(try TrainingParameters().every() == 1 && TrainingParameters().sampleLimit() == nil)
  }

  @Test("every parameter has its effect on one setting") func accepted() throws {
    let cases: [([TrainingParameter: String], (inout TrainingSettings) -> Void)] = [
      ([.hidden: "7"], { $0.hidden = [7] }),
      ([.hidden: " 5 , 4,3"], { $0.hidden = [5, 4, 3] }),
      ([.hidden: "1048576"], { $0.hidden = [1 << 20] }),
      ([.hidden: "none"], { $0.hidden = [] }),
      ([.activation: "Sigmoid"], { $0.activation = .sigmoid }),
      ([.activation: "clip(0, 1)"], { $0.activation = .clip(lower: 0, upper: 1) }),
      ([.activation: "tanh"], { $0.activation = .tanh }),
      ([.bias: "No"], { $0.hasBiases = false }),
      ([.bias: "true"], { _ in }),
      ([.epochs: "1"], { $0.epochs = 1 }),
      ([.epochs: "1000000000"], { $0.epochs = 1_000_000_000 }),
      ([.batchSize: "3"], { $0.batchSize = 3 }),
      ([.optimizer: "sgd"], { ($0.optimizer, $0.learningRate) = (.sgd(momentum: 0.9), 0.1) }),
      ([.optimizer: "sgd", .momentum: "0"], { ($0.optimizer, $0.learningRate) = (.sgd(momentum: 0), 0.1) }),
      ([.optimizer: "adam", .learningRate: "1e-2"], { $0.learningRate = 0.01 }),
      ([.schedule: "constant"], { $0.schedule = .constant }),
      ([.schedule: "step:30"], { $0.schedule = .step(epochs: 30) }),
      (
        [.schedule: "plateau:5", .validation: "0.2"], { ($0.schedule, $0.validationShare) = (.plateau(epochs: 5), 0.2) }
      ),
      ([.weightDecay: "0.1"], { $0.weightDecay = 0.1 }),
      ([.mu: "0.001"], { $0.normFactor = 0.001 }),
      ([.spectralPenalty: "2"], { $0.spectralFactor = 2 }),
      ([.robustTerm: "theorem"], { $0.robustTerm = .theorem }),
      ([.lambda: "0"], { _ in }),
      ([.epsilon: "0.01"], { ($0.radius, $0.robustFactor) = (.ball(0.01, .absolute), 1) }),
      ([.epsilon: "0"], { ($0.radius, $0.robustFactor) = (.ball(0, .absolute), 1) }),
      ([.epsilon: "0e9"], { ($0.radius, $0.robustFactor) = (.ball(0, .absolute), 1) }),
      ([.epsilon: "0.01", .lambda: "0.5"], { ($0.radius, $0.robustFactor) = (.ball(0.01, .absolute), 0.5) }),
      (
        [.epsilon: "0.01", .unit: "largest-weight"],
        { ($0.radius, $0.robustFactor) = (.ball(0.01, .largestWeight), 1) }
      ),
      ([.epsilon: "0.01", .unit: "range"], { ($0.radius, $0.robustFactor) = (.ball(0.01, .range), 1) }),
      (
        [.epsilon: "int8"],
        { ($0.radius, $0.robustFactor) = (.rounding(Quantization(bits: 8, scheme: .perChannel)), 1) }
      ),
      (
        [.epsilon: "int4-per-tensor"],
        { ($0.radius, $0.robustFactor) = (.rounding(Quantization(bits: 4, scheme: .perTensor)), 1) }
      ),
      (
        [.epsilon: "int16-per-channel"],
        { ($0.radius, $0.robustFactor) = (.rounding(Quantization(bits: 16, scheme: .perChannel)), 1) }
      ),
      ([.radiusScale: "1.1"], { $0.radiusScale = 1.1 }),
      ([.ramp: "1"], { $0.ramp = 1 }),
      ([.weightNoise: "0.02"], { $0.disturbance = .noise(.ball(0.02, .absolute)) }),
      (
        [.adversarialWeights: "int8"],
        {
          $0.disturbance = .adversarial(.rounding(Quantization(bits: 8, scheme: .perChannel)))
        }
      ),
      ([.validation: "0.25", .patience: "3"], { ($0.validationShare, $0.patience) = (0.25, 3) }),
      ([.seed: "18446744073709551615"], { $0.seed = .max }),
    ]
    for (values, change) in cases {
      var expected = TrainingSettings()
      change(&expected)
      #expect(try settings(values) == expected, "\(values)")
    }
    #expect(try TrainingParameters([.samples: "12"]).sampleLimit() == 12)
    #expect(try TrainingParameters([.every: "5"]).every() == 5)
  }

  @Test(
    "refused texts, with what was expected instead",
    arguments: [
      (
        .hidden, ["", "0", "-1", "1.5", "8,", "8,,4", "8;4", "1048577", "none,4"],
        "widths of the hidden layers such as 128,64, or none"
      ),
      (
        .activation, ["", "relu7", "clip(1, 0)", "clip(0)"],
        "an activation: relu, relu6, sigmoid, softplus, tanh, gelu, silu, leaky_relu, elu, identity, clip(lower, upper)"
      ),
      (.bias, ["", "maybe", "2"], "true or false"),
      (.epochs, ["", "0", "-3", "1.5", "1e3", "1000000001", "99999999999999999999"], "a whole number of at least 1"),
      (.batchSize, ["0", "all"], "a whole number of at least 1"),
      (.patience, ["0", "never"], "a whole number of at least 1"),
      (.samples, ["0", "-1"], "a whole number of at least 1"),
      (.every, ["0", "2.0"], "a whole number of at least 1"),
      (.momentum, ["1", "-0.1", "nan"], "a number of at least 0 and below 1"),
      (.learningRate, ["0", "-1", "inf", "1e400", "1e-400", "fast"], "a number above 0"),
      (
        .schedule, ["", "cosine:3", "step", "step:0", "step:-1", "plateau:x"],
        "constant, cosine, step:N or plateau:N with a number of epochs N"
      ),
      (.weightDecay, ["-0.1", "nan"], "a number of at least 0"),
      (.lambda, ["-1", "inf", ""], "a number of at least 0"),
      (.mu, ["-1", "x"], "a number of at least 0"),
      (.radiusScale, ["-1", "1e999"], "a number of at least 0"),
      (.spectralPenalty, ["-1", "nan"], "a number of at least 0"),
      (.robustTerm, ["", "Interval", "crown"], "theorem, elementwise, interval"),
      (
        .epsilon,
        [
          "", "-1", "nan", "inf", "1e400", "1e-400", "int", "int1", "int17", "int8-", "int-8", "int8-per-row",
          "int4-group:8", "8bit", "0.1,0.2",
        ], "a radius of at least 0, or int8, int4-per-tensor and the like"
      ),
      (.weightNoise, ["-1", "int4-group:8"], "a radius of at least 0, or int8, int4-per-tensor and the like"),
      (.adversarialWeights, ["nan", "int99"], "a radius of at least 0, or int8, int4-per-tensor and the like"),
      (.unit, ["", "relative"], "absolute, largest-weight, range"),
      (.ramp, ["-0.1", "1.1", "nan"], "a share of the steps, 0 to 1"),
      (.validation, ["1", "-0.5", "20%"], "a share of the training samples of at least 0 and below 1"),
      (.seed, ["-1", "1.5", "18446744073709551616"], "a whole number of at least 0"),
    ] as [(TrainingParameter, [String], String)])
  func refused(_ parameter: TrainingParameter, _ texts: [String], _ expectation: String) {
    for text in texts {
      let error = refusal([parameter: text])
      #expect(error == TrainingParameterError(parameter: parameter, reason: "\"\(text)\": expected \(expectation)"))
      #expect(error?.description == "\(parameter.rawValue): \"\(text)\": expected \(expectation)")
    }
  }

  @Test("an optimizer that is not known, without the text") func optimizer() {
    #expect(refusal([.optimizer: "lbfgs"])?.description == "optimizer: \"lbfgs\": expected sgd or adam")
  }

  @Test(
    "values that do not fit each other",
    arguments: [
      ([.momentum: "0.5"], "momentum: goes with the optimizer sgd"),
      ([.lambda: "0.5"], "lambda needs epsilon: how far may weights move?"),
      (
        [.weightNoise: "0.1", .adversarialWeights: "0.1"],
        "weight_noise and adversarial_weights move the same weights: give one"
      ),
      (
        [.epsilon: "0.1", .activation: "tanh"],
        "the robust term is not defined: activation tanh takes negative values"
      ),
      (
        [.epsilon: "0.1", .activation: "gelu"],
        "the robust term is not defined: activation gelu is not monotone and takes negative values"
      ),
      ([.patience: "3"], "early stopping needs a validation split (validation is 0)"),
      ([.schedule: "plateau:3"], "the plateau schedule needs a validation split (validation is 0)"),
    ] as [([TrainingParameter: String], String)])
  func combinations(_ values: [TrainingParameter: String], _ message: String) {
    #expect(refusal(values)?.description == message)
  }

  @Test("tanh is no obstacle without a robust term, or without a hidden layer") func tanh() {
    #expect(refusal([.activation: "tanh"]) == nil)
    #expect(refusal([.activation: "tanh", .epsilon: "0.1", .lambda: "0"]) == nil)
    #expect(refusal([.activation: "tanh", .epsilon: "0.1", .hidden: "none"]) == nil)
  }
}
