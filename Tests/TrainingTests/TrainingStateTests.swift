import Testing

@testable import Training

@Suite struct TrainingStateTests {
  private let settings = SmallTraining.settings { $0.spectralFactor = 0.1 }
  private let layout = ParameterLayout(widths: [3, 6, 5, 3], hasBiases: true)

  private func refusal(
    _ change: (inout [String: [Float]], inout [String: Double]) -> Void
  ) -> String {
    var (arrays, numbers) = TrainingState<Float>(layout, settings).parts
    change(&arrays, &numbers)
    do {
      let state = try TrainingState(arrays: arrays, numbers: numbers, layout: layout, settings: settings)
      _ = try SmallTraining.trainer(settings, from: state)
      return "accepted"
    } catch { return "\(error)" }
  }

  @Test("fresh parts are accepted; every part that is missing or of another length is named") func parts() {
    #expect(refusal { _, _ in } == "accepted")
    let (arrays, numbers) = TrainingState<Float>(layout, settings).parts
    #expect(arrays.count == 6 && numbers.count == 12)
    let prefix = "the state of the training cannot be taken up: "
    for name in arrays.keys {
      #expect(refusal { arrays, _ in arrays[name] = nil } == prefix + "\(name) is missing")
      #expect(refusal { arrays, _ in arrays[name]!.append(0) }.hasPrefix(prefix + "\(name) has "))
      #expect(refusal { arrays, _ in arrays[name]![0] = .nan } == prefix + "it has a number that is not finite")
    }
    for name in numbers.keys {
      #expect(refusal { _, numbers in numbers[name] = nil } == prefix + "\(name) is missing")
      #expect(refusal { _, numbers in numbers[name] = .nan } == prefix + "\(name) is missing")
    }
  }

  @Test("numbers that are no counts, or beyond the training, are refused and crash nothing") func hostileNumbers() {
    let counts = [
      "epoch", "step_in_epoch", "optimizer_steps", "epochs_without_better", "plateaus", "epochs_on_plateau",
      "epoch_errors",
    ]
    for name in counts {
      for bad in [-1, 0.5, .infinity, 1e300, 0x1p54] {
        #expect(refusal { _, numbers in numbers[name] = bad }.hasSuffix("\(name) is no count"), "\(name) = \(bad)")
      }
    }
    #expect(refusal { _, numbers in numbers["best_epoch"] = -2 }.hasSuffix("best_epoch is no count"))
    #expect(refusal { _, numbers in numbers["epoch"] = 4 }.hasSuffix("it is at step 0 of epoch 5; there are 5 of 3"))
    #expect(refusal { _, numbers in numbers["epoch"] = 0x1p53 }.contains("it is at step 0 of epoch"))
    #expect(
      refusal { _, numbers in (numbers["epoch"], numbers["step_in_epoch"]) = (3, 1) }
        .hasSuffix("it is at step 1 of epoch 4; there are 5 of 3"))
    #expect(
      refusal { _, numbers in numbers["step_in_epoch"] = 5 }.hasSuffix("it is at step 5 of epoch 1; there are 5 of 3"))
  }

  @Test("a state of other settings is refused") func foreign() throws {
    let trainer = try SmallTraining.trainer(settings)
    func refusal(_ change: (inout TrainingSettings) -> Void) -> String {
      var other = settings
      change(&other)
      do {
        _ = try SmallTraining.trainer(other, from: trainer.state)
        return "accepted"
      } catch { return "\(error)" }
    }
    #expect(refusal { $0.hidden = [6] }.contains("it has 77 weights and biases, the network 45"))
    #expect(refusal { $0.hidden = [5, 6] }.contains("it belongs to another network"))
    #expect(refusal { $0.optimizer = .sgd(momentum: 0.9) }.contains("it belongs to another optimizer"))
    #expect(refusal { $0.optimizer = .adam(β1: 0.8, β2: 0.999) }.contains("it belongs to another optimizer"))
    #expect(refusal { $0.weightDecay = 0.1 }.contains("it belongs to another optimizer"))
    #expect(refusal { $0.spectralFactor = 0.2 }.contains("it belongs to another spectral penalty"))
    #expect(refusal { $0.epochs = 20 } == "accepted")
  }

  @Test("losses 3, 2, 2, 4, 1 with plateau:2: best at epochs 1, 2, 5; the rate is cut after the fourth") func choose() {
    var state = TrainingState<Float>(layout, settings)
    var best: [Bool] = []
    var plateaus: [Int] = []
    for loss in [3, 2, 2, 4, 1.0] {
      state.beginEpoch()
      best.append(state.choose(loss, plateau: .plateau(epochs: 2)))
      plateaus.append(state.plateaus)
    }
    #expect(best == [true, true, false, false, true] && plateaus == [0, 0, 0, 1, 1])
    #expect(state.bestEpoch == 5 && state.bestLoss == 1 && state.epochsWithoutBetter == 0)
    state.beginEpoch()
    #expect(!state.choose(.nan, plateau: .constant) && state.epochsWithoutBetter == 1 && state.bestLoss == 1)
  }
}
