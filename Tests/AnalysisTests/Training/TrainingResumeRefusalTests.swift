import Datasets
import Foundation
import TensorFiles
import TestSupport
import Testing

@testable import Analysis

/// What lies in a folder may be damaged or somebody else's: a refusal, never a crash.
@Suite struct TrainingResumeRefusalTests {
  private let training: TrainingFolder

  init() throws {
    training = try TrainingFolder()
    try training.stop(after: 3)
  }

  private func refusal(_ data: LabelledSamples? = nil) -> TrainingRunError? {
    do throws(TrainingRunError) {
      _ = try training.resume(data)
      return nil
    } catch { return error }
  }

  private var run: String { training.path("run") }

  @Test("a state that was written again without a change is taken up") func unchanged() throws {
    try training.edit()
    #expect(refusal() == nil)
  }

  @Test("other samples, another scale") func samples() throws {
    let other = try TrainingFolder.samples(training.folder, "other.csv", shift: 0.5)
    #expect(
      refusal(other)
        == .unreadableState(
          "\(run) was trained on data.csv with another digest than \(training.path("other.csv"))"))
    let scaled = try TrainingFolder.samples(
      training.folder, "data.csv", preprocessing: Preprocessing(scale: 0.5, shift: 1))
    #expect(refusal(scaled) == .unreadableState("\(run) was trained with scale 1.0 and shift 0.0"))
    // Where they lie does not matter.
    #expect(try refusal(TrainingFolder.samples(training.folder, "moved.csv")) == nil)
  }

  @Test("no state: the file that is missing is named") func missing() throws {
    try FileManager.default.removeItem(atPath: "\(run)/optimizer.safetensors")
    #expect(refusal()?.description.contains("\(run)/optimizer.safetensors") == true)
    guard case .unreadableState? = refusal() else { return #expect(Bool(false), "\(refusal() as Any)") }
  }

  @Test("cut off at every length: refused, and the file is named") func truncated() throws {
    let url = URL(filePath: "\(run)/optimizer.safetensors")
    let whole = try Data(contentsOf: url)
    for length in Array(stride(from: 0, to: whole.count, by: 41)) + [7, 8, 9, whole.count - 1] {
      try whole.prefix(length).write(to: url)
      guard case .unreadableState(let reason)? = refusal() else {
        Issue.record("length \(length): \(refusal() as Any)")
        continue
      }
      #expect(reason.contains("optimizer.safetensors"))
    }
  }

  @Test("any byte of the header changed: refused or taken up, never a crash") func flipped() throws {
    let url = URL(filePath: "\(run)/optimizer.safetensors")
    let whole = try Data(contentsOf: url)
    let header = 8 + Int(whole[0]) + 256 * Int(whole[1])
    for place in stride(from: 0, to: header, by: 3) {
      var bytes = whole
      bytes[place] ^= 1
      try bytes.write(to: url)
      if let refusal = refusal(), case .occupied = refusal { Issue.record("byte \(place): \(refusal)") }
    }
  }

  @Test(
    "metadata edited: what is wrong in full",
    arguments: [
      ("format", "something else", "the state is not one of gapbound train"),
      ("format", nil, "the state is not one of gapbound train"),
      ("given", "epochs,colour", "the state names a parameter colour that is not known"),
      ("hidden", nil, "the state names a parameter hidden that is not known"),
      ("epochs", "1000000000000", taken("epochs: \"1000000000000\": expected a whole number of at least 1")),
      ("epochs", "-3", taken("epochs: \"-3\": expected a whole number of at least 1")),
      ("epochs", "1", taken("it is at step 1 of epoch 2; there are 2 of 1")),
      ("seed", "nan", taken("seed: \"nan\": expected a whole number of at least 0")),
      ("learning_rate", "0.5", " was begun with learning_rate 0.5, which is 0.001 by default now"),
      ("optimizer", nil, " was begun with optimizer unknown, which is adam by default now"),
      ("hidden", "6,4", taken("parameters has 54 numbers, this training 61")),
      ("batch_size", "9", taken("it is at step 1 of epoch 2; there are 1 of 3")),
      ("validation", "0.01", taken("a validation split of 0.01 leaves one side of 12 samples empty")),
      ("threads", "0", taken("there is no thread to work")),
      ("threads", "-1", taken("there is no thread to work")),
      ("threads", "1000000000000", taken("1000000000000 threads are more than 256")),
      ("data_sha256", "0", "was trained on data.csv with another digest than"),
      ("data_scale", nil, "was trained with scale ? and shift 0.0"),
      ("data_scale", "nan", "was trained with scale nan and shift 0.0"),
      ("state_epoch", nil, taken("epoch is missing")),
      ("state_epoch", "nan", taken("epoch is missing")),
      ("state_epoch", "word", taken("epoch is missing")),
      ("state_epoch", "-1.0", taken("epoch is no count")),
      ("state_epoch", "1.5", taken("epoch is no count")),
      ("state_epoch", "1e300", taken("epoch is no count")),
      ("state_epoch", "inf", taken("epoch is no count")),
      ("state_epoch", "2.0", "metrics.jsonl has 1 epochs, the state 2"),
      ("state_epoch", "9007199254740992", "metrics.jsonl has 1 epochs, the state 9007199254740992"),
      ("state_step_in_epoch", "2", taken("it is at step 2 of epoch 2; there are 2 of 3")),
      ("state_step_in_epoch", "9e18", taken("step_in_epoch is no count")),
      ("state_best_loss", "nan", taken("best_loss is missing")),
      ("state_best_epoch", "-2", taken("best_epoch is no count")),
      ("state_optimizer_steps", "9223372036854774784", taken("optimizer_steps is no count")),
      ("state_epoch_errors", "9223372036854774784", taken("epoch_errors is no count")),
      ("state_epochs_without_better", nil, taken("epochs_without_better is missing")),
      ("state_plateaus", "", taken("plateaus is missing")),
      ("state_epochs_on_plateau", "x", taken("epochs_on_plateau is missing")),
      ("state_epoch_loss", nil, taken("epoch_loss is missing")),
      ("state_epoch_cross_entropy", nil, taken("epoch_cross_entropy is missing")),
      ("state_epoch_robust_term", nil, taken("epoch_robust_term is missing")),
    ] as [(String, String?, String)])
  func metadata(_ key: String, _ text: String?, _ message: String) throws {
    try training.edit(metadata: { $0[key] = text })
    guard case .unreadableState(let reason)? = refusal() else {
      Issue.record("\(key): \(refusal() as Any)")
      return
    }
    #expect(reason.hasPrefix(run) && reason.contains(message), "\(reason)")
  }

  private static func taken(_ reason: String) -> String { ": the state of the training cannot be taken up: \(reason)" }

  @Test("widths for which no machine has memory are refused before it is asked for") func memory() throws {
    try training.edit(metadata: { $0["hidden"] = "1048576,1048576" })
    #expect(
      refusal()?.description.contains(
        "the state of the training cannot be taken up: the training needs at least 21990 GB of memory") == true,
      "\(refusal() as Any)")
  }

  @Test("tensors edited: what is wrong in full") func tensors() throws {
    let whole = try training.bytes("run/optimizer.safetensors")
    let cases: [((inout [TensorValues]) -> Void, String)] = [
      ({ $0.removeAll { $0.name == "parameters" } }, "parameters is missing"),
      ({ $0.removeAll { $0.name == "second_moments" } }, "second_moments is missing"),
      ({ $0.removeAll { $0.name == "spectral_vector_1" } }, "spectral_vector_1 is missing"),
      ({ Self.replace(&$0, "parameters") { $0.dropLast() } }, "parameters has 53 numbers, this training 54"),
      ({ Self.replace(&$0, "first_moments") { $0 + [0] } }, "first_moments has 55 numbers, this training 54"),
      ({ Self.replace(&$0, "parameters") { [.nan] + $0.dropFirst() } }, "it has a number that is not finite"),
      // Beyond single precision.
      ({ Self.replace(&$0, "second_moments") { [1e300] + $0.dropFirst() } }, "it has a number that is not finite"),
      (
        { $0[0] = TensorValues(name: "first_moments", shape: [1 << 20, 0, 1 << 20], values: []) },
        "first_moments has 0 numbers, this training 54"
      ),
    ]
    for (change, reason) in cases {
      try whole.write(to: URL(filePath: "\(run)/optimizer.safetensors"))
      try training.edit(tensors: change)
      #expect(refusal() == .unreadableState("\(run)" + Self.taken(reason)))
    }
  }

  private static func replace(
    _ tensors: inout [TensorValues], _ name: String, _ change: ([Double]) -> [Double]
  ) {
    tensors = tensors.map { tensor in
      guard tensor.name == name else { return tensor }
      let values = change(tensor.values)
      return TensorValues(name: name, shape: [values.count], values: values)
    }
  }

  @Test("the log is missing, too short or no text") func log() throws {
    let log = "\(run)/metrics.jsonl"
    _ = try training.folder.write("", "run/metrics.jsonl")
    #expect(refusal() == .unreadableState("\(log) has 0 epochs, the state 1"))
    _ = try training.folder.write([0xFF, 0xFE, 0x80], "run/metrics.jsonl")
    #expect(refusal() == .unreadableState("\(log) cannot be read"))
    try FileManager.default.removeItem(atPath: log)
    #expect(refusal() == .unreadableState("\(log) cannot be read"))
  }
}
