import Foundation
import TensorFiles
import TestSupport
import Testing

@testable import Analysis

@Suite struct TrainingRunTests {
  private let training: TrainingFolder

  init() throws { training = try TrainingFolder() }

  private func metadata(_ name: String) throws -> [String: String] {
    try Safetensors(path: training.path("run/\(name)")).metadata
  }

  @Test("a checkpoint for each epoch, the best one, the log and the state") func files() throws {
    var run = try training.begin()
    let outcome = try run.run { _ in true }
    #expect(
      try training.files()
        == ["best.safetensors"] + TrainingFolder.names + ["metrics.jsonl", "optimizer.safetensors"])
    #expect(outcome.widths == [2, 5, 4, 3] && outcome.epochs == 3 && outcome.last?.epoch == 3)
    #expect(!outcome.isInterrupted && !outcome.hasStoppedEarly)
    let best = try #require(outcome.bestEpoch)
    #expect(try training.bytes("run/best.safetensors") == training.bytes("run/epoch-00\(best).safetensors"))
    let lines = String(decoding: try training.bytes("run/metrics.jsonl"), as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 3)
    for (i, line) in lines.enumerated() {
      let epoch = try JSONValue(parsing: String(line))
      // 9 of 12 samples in batches of 5: two steps.
      #expect(epoch["epoch"] == .number(Double(i + 1)) && epoch["step"] == .number(Double(2 * (i + 1))))
    }
  }

  @Test("metadata: everything that the training depends on, defaults included, and no path of this machine")
  func stamp() throws {
    var run = try training.begin([.every: "3"], threads: 2)
    _ = try run.run { _ in true }
    let expected = [
      "activation": "relu", "architecture": "2-5-4-3", "batch_size": "5", "bias": "true", "data_file": "data.csv",
      "data_scale": "1.0", "data_sha256": training.data.sha256, "data_shift": "0.0", "epoch": "3", "epochs": "3",
      "epsilon": "0.01", "every": "3", "format": "gapbound training", "gapbound_version": "1.2.3",
      "given": "batch_size,epochs,epsilon,every,hidden,seed,spectral_penalty,validation", "hidden": "5,4",
      "lambda": "1.0", "learning_rate": "0.001", "mu": "0.0", "optimizer": "adam", "radius_scale": "1.0",
      "ramp": "0.5", "robust_term": "interval", "schedule": "cosine", "seed": "3", "spectral_penalty": "0.01",
      "step": "6", "threads": "2", "train_samples": "12", "validation": "0.25", "validation_samples": "3",
      "weight_decay": "0.0",
      "writer": "gapbound",
    ]
    #expect(try metadata("epoch-003.safetensors") == expected)
    let state = try metadata(TrainingFolder.state)
    #expect(state["data_path"] == training.path("data.csv") && state["state_epoch"] == "3.0")
    #expect(
      !String(decoding: try training.bytes("run/epoch-003.safetensors"), as: UTF8.self).contains(
        training.path("data.csv")))
  }

  @Test("every second epoch, and the last; names have the width of the number of epochs") func every() throws {
    var run = try training.begin([.every: "2", .validation: "0"])
    _ = try run.run { _ in true }
    #expect(
      try training.files() == [TrainingFolder.names[1], TrainingFolder.names[2], "metrics.jsonl", TrainingFolder.state])
    #expect(TrainingRun.checkpointName(epoch: 7, of: 999) == "epoch-007.safetensors")
    #expect(TrainingRun.checkpointName(epoch: 7, of: 1000) == "epoch-0007.safetensors")
    #expect(TrainingRun.checkpointName(epoch: 12345, of: 12345) == "epoch-12345.safetensors")
  }

  @Test("stopped after any step and resumed: the same bytes as in one go", arguments: 1...6) func resume(_ steps: Int)
    throws
  {
    var whole = try training.begin(in: "whole")
    _ = try whole.run { _ in true }
    var first = try training.begin()
    let stopped = try first.run { $0.step < steps }
    // Two steps an epoch; the sixth is the last.
    #expect(stopped.isInterrupted == (steps < 6))
    var second = try training.resume()
    let outcome = try second.run { _ in true }
    #expect(outcome.epochs == 3 && !outcome.isInterrupted)
    #expect(try training.contents() == training.contents(of: "whole"))
  }

  @Test("a folder that was left with newer files than its state, as after a crash, gives the same bytes") func crash()
    throws
  {
    var whole = try training.begin(in: "whole")
    _ = try whole.run { _ in true }
    try training.stop(after: 1)
    for name in TrainingFolder.names + ["best.safetensors", "metrics.jsonl"] {
      try training.bytes("whole/\(name)").write(to: URL(filePath: training.path("run/\(name)")))
    }
    var run = try training.resume()
    _ = try run.run { _ in true }
    #expect(try training.contents() == training.contents(of: "whole"))
  }

  @Test("a finished training that is resumed does nothing and says so") func finished() throws {
    var run = try training.begin()
    _ = try run.run { _ in true }
    let before = try training.contents()
    var again = try training.resume()
    let outcome = try again.run { _ in true }
    #expect(outcome.last == nil && outcome.epochs == 3 && !outcome.isInterrupted)
    #expect(try training.contents() == before)
  }

  @Test("1 thread and 2 threads: each gives the same bytes twice", arguments: [1, 2]) func threads(_ threads: Int)
    throws
  {
    for name in ["a", "b"] {
      var run = try training.begin(threads: threads, in: name)
      _ = try run.run { _ in true }
    }
    #expect(try training.contents(of: "a") == training.contents(of: "b"))
  }

  @Test("early stopping: the learning rate is so large that nothing improves after the first epochs") func early()
    throws
  {
    var run = try training.begin([
      .epochs: "200", .patience: "2", .epsilon: "0", .ramp: "0", .learningRate: "0.5", .schedule: "constant",
    ])
    let outcome = try run.run { _ in true }
    let best = try #require(outcome.bestEpoch)
    #expect(outcome.hasStoppedEarly && outcome.epochs == best + 2 && outcome.epochs < 200)
    #expect(try training.files().contains(TrainingRun.checkpointName(epoch: outcome.epochs, of: 200)))
  }

  @Test("a batch larger than the samples is all of them: one step an epoch") func largeBatch() throws {
    var run = try training.begin([.batchSize: "1000000000", .validation: "0"])
    let outcome = try run.run { _ in true }
    #expect(outcome.last?.step == 3)
  }

  @Test("only the first samples: the class that lies beyond them still counts") func samples() throws {
    var run = try training.begin([.samples: "2", .validation: "0"])
    #expect(try run.run { _ in true }.widths == [2, 5, 4, 3])
    #expect(try metadata("epoch-001.safetensors")["train_samples"] == "2")
    #expect(throws: TrainingRunError.data("\(training.path("data.csv")) has 12 samples, 13 are asked for")) {
      _ = try training.begin([.samples: "13"], in: "more")
    }
  }

  @Test("divergence: the state stays finite, the last good checkpoint is named, also after a resume") func divergence()
    throws
  {
    let values: [TrainingParameter: String] = [
      .optimizer: "sgd", .learningRate: "1e30", .epsilon: "0", .lambda: "0", .spectralPenalty: "0", .ramp: "0",
      .validation: "0", .schedule: "constant",
    ]
    var run = try training.begin(values)
    #expect { try run.run { _ in true } } throws: { error in
      guard case .training(.diverged, let last)? = error as? TrainingRunError else { return false }
      return last == nil
    }
    #expect(try training.files() == ["metrics.jsonl", TrainingFolder.state])
    var again = try training.resume()
    #expect(throws: TrainingRunError.self) { try again.run { _ in true } }
  }

  @Test("the weights before the training, as a checkpoint of epoch 0 with the same metadata; removed with the rest")
  func initial() throws {
    var plain = try training.begin(in: "plain")
    _ = try plain.run { _ in true }
    var run = try training.begin([.initial: "true"])
    // Before the first step.
    let before = try training.bytes("run/initial.safetensors")
    _ = try run.run { _ in true }
    #expect(try training.bytes("run/initial.safetensors") == before)
    let (first, last) = (try metadata("initial.safetensors"), try metadata("epoch-003.safetensors"))
    #expect(first["epoch"] == "0" && first["step"] == "0" && first["initial"] == "true")
    #expect(
      first.filter { !["epoch", "step"].contains($0.key) } == last.filter { !["epoch", "step"].contains($0.key) })
    #expect(try training.files(in: "plain").contains("initial.safetensors") == false)
    try TrainingRun.removeEarlier(training.path("run"))
    #expect(try training.files() == [])
  }

  @Test(
    "a training that was killed before its first weights were written writes them when it goes on, later ones never")
  func initialAfterKill() throws {
    _ = try training.begin([.initial: "true"])
    let before = try training.bytes("run/initial.safetensors")
    try FileManager.default.removeItem(atPath: training.path("run/initial.safetensors"))
    _ = try training.resume()
    #expect(try training.bytes("run/initial.safetensors") == before)
    try training.stop(after: 1, [.initial: "true"], in: "later")
    try FileManager.default.removeItem(atPath: training.path("later/initial.safetensors"))
    _ = try training.resume(in: "later")
    #expect(try training.files(in: "later").contains("initial.safetensors") == false)
  }
}
