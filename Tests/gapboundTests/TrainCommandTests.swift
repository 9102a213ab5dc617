import Foundation
import TestSupport
import Testing

/// `gapbound train` as a whole command. Trained numbers differ between processors in their last bits: what is compared is
/// everything else.
@Suite struct TrainCommandTests {
  static let data = Fixtures.url("certify/digits.npz").path
  /// 64-6-10, three epochs of five steps.
  static let common = [
    "train", "--data", data, "--scale", "0.0625", "--samples", "100", "--hidden", "6", "--epochs", "3", "--batch-size",
    "20",
  ]
  static let checkpoints = (1...3).map { "epoch-00\($0).safetensors" }

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func train(
    _ arguments: [String] = [], environment: [String: String] = [:], output: String = "run"
  ) throws -> CommandRun {
    try CommandRun(Self.common + arguments + ["--output", folder.path(output)], environment: environment)
  }

  private func files(_ name: String = "run") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path(name)).sorted()
  }

  private func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: folder.path(name))) }

  /// The JSON header's `__metadata__`.
  private func metadata(_ name: String) throws -> JSONValue {
    let bytes = try bytes(name)
    let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try JSONValue(parsing: String(decoding: bytes[8..<8 + length], as: UTF8.self))
    return try #require(header["__metadata__"])
  }

  @Test("what a training prints and leaves behind, and that it needs no flag of analyze but the samples") func output()
    throws
  {
    let run = try train(["--validation", "0.2"])
    #expect(run.code == 0 && run.errors == "")
    let lines = run.output.split(separator: "\n").map(String.init)
    try #require(lines.count == 5)
    #expect(lines[0].wholeMatch(of: /trained 64-6-10: 3 epochs, [0-9.]+ s/) != nil)
    #expect(
      lines[1].wholeMatch(
        of:
          /last epoch: objective [0-9.e+]+, cross-entropy [0-9.e+]+, training error [0-9.]+ %, validation error [0-9.]+ %/
      )
        != nil)
    let best = try #require(
      lines[2].wholeMatch(of: /best on the validation samples: epoch ([123]) \(best\.safetensors\)/)?.output.1)
    #expect(lines[3] == "wrote \(folder.path("run"))")
    let next =
      "next: gapbound analyze \(folder.path("run")) --train \(Fixtures.url("certify/digits.npz").path) --test FILE"
    #expect(lines[4] == next + " --scale 0.0625")
    #expect(try files() == ["best.safetensors"] + Self.checkpoints + ["metrics.jsonl", "optimizer.safetensors"])
    #expect(try bytes("run/best.safetensors") == bytes("run/epoch-00\(best).safetensors"))
  }

  @Test("analyze reads the folder: activation and epochs from the metadata, the gap, and the state is no model")
  func analysis() throws {
    #expect(try train(["--validation", "0.2", "--activation", "sigmoid"]).code == 0)
    let run = try CommandRun([
      "analyze", folder.path("run"), "--train", Self.data, "--test", Self.data, "--scale", "0.0625", "--json",
    ])
    #expect(run.code == 0, "\(run.errors)")
    let report = try JSONValue(parsing: run.output)
    let checkpoints = report["checkpoints"]?.elements ?? []
    #expect(checkpoints.map { $0["label"]?.text } == Self.checkpoints + ["best.safetensors"])
    #expect(checkpoints.last?["duplicate_of"]?.text?.hasPrefix("epoch-00") == true)
    for (checkpoint, epoch) in zip(checkpoints.dropLast(), 1...) {
      #expect(checkpoint["activation"]?.text == "sigmoid (file metadata)")
      #expect(checkpoint["epoch"] == .number(Double(epoch)))
      #expect(checkpoint["gap_source"]?.text == "evaluated")
      #expect(checkpoint["logged"]?["file"]?.text?.hasSuffix("metrics.jsonl") == true)
    }
    let skipped = report["coverage"]?.elements.first { $0["path"]?.text?.hasSuffix("optimizer.safetensors") == true }
    #expect(skipped?["reason"]?.text == "optimizer state, no model")
    // Without samples the log tells the gap.
    let norms = try JSONValue(parsing: CommandRun(["norms", folder.path("run"), "--json"]).output)
    #expect(norms["checkpoints"]?[0]?["gap_source"]?.text == "logged")
  }

  @Test("--every 2 and no validation: epochs 2 and 3") func every() throws {
    #expect(try train(["--every", "2"]).code == 0)
    #expect(try files() == Self.checkpoints[1...] + ["metrics.jsonl", "optimizer.safetensors"])
  }

  @Test("a flag beats the environment, the environment beats the config, which --config or GAPBOUND_TRAIN_CONFIG names")
  func precedence() throws {
    let config = try folder.write(
      "seed: 1\nlearning_rate: 0.25\nhidden: [5, 4]\nbias: false\nactivation: sigmoid\nschedule: step:2\n", "c.yaml")
    let run = try CommandRun(
      [
        "train", "--data", Self.data, "--samples", "20", "--epochs", "1", "--seed", "3", "--output", folder.path("run"),
      ],
      environment: ["GAPBOUND_TRAIN_SEED": "2", "GAPBOUND_TRAIN_LEARNING_RATE": "0.5", "GAPBOUND_TRAIN_CONFIG": config])
    #expect(run.code == 0, "\(run.errors)")
    let metadata = try metadata("run/epoch-001.safetensors")
    let expected = [
      "seed": "3", "learning_rate": "0.5", "hidden": "5,4", "bias": "false", "activation": "sigmoid",
      "schedule": "step:2", "architecture": "64-5-4-10", "threads": "1",
    ]
    for (key, text) in expected { #expect(metadata[key]?.text == text, "\(key)") }
    #expect(
      metadata["given"]?.text == "activation,bias,epochs,hidden,learning_rate,samples,schedule,seed")
  }

  @Test("every flag arrives at its parameter") func flags() throws {
    let run = try train([
      "--activation", "softplus", "--no-bias", "--optimizer", "sgd", "--momentum", "0.5", "--learning-rate", "0.01",
      "--schedule", "plateau:2", "--patience", "9", "--seed", "4", "--every", "2", "--lambda", "0.3", "--robust-term",
      "elementwise", "--epsilon", "0.001", "--unit", "range", "--radius-scale", "1.5", "--ramp", "0.25", "--mu",
      "0.002",
      "--weight-decay", "0.003", "--spectral-penalty", "0.004", "--weight-noise", "0.005", "--validation", "0.1",
      "--threads", "2",
    ])
    #expect(run.code == 0, "\(run.errors)")
    let metadata = try metadata("run/epoch-003.safetensors")
    let expected = [
      "activation": "softplus", "bias": "false", "optimizer": "sgd", "momentum": "0.5", "learning_rate": "0.01",
      "schedule": "plateau:2", "patience": "9", "seed": "4", "every": "2", "lambda": "0.3",
      "robust_term": "elementwise", "epsilon": "0.001", "unit": "range", "radius_scale": "1.5", "ramp": "0.25",
      "mu": "0.002", "weight_decay": "0.003", "spectral_penalty": "0.004", "weight_noise": "0.005",
      "validation": "0.1", "samples": "100", "hidden": "6", "epochs": "3", "batch_size": "20", "threads": "2",
    ]
    for (key, text) in expected { #expect(metadata[key]?.text == text, "\(key)") }
  }

  @Test(
    "refused by the place where it was written, before the samples are looked at",
    arguments: [
      (
        ["--epsilon", "nan"],
        "--epsilon: \"nan\": expected a radius of at least 0, or int8, int4-per-tensor and the like"
      ),
      (
        ["--epsilon", "int4-group:8"],
        "--epsilon: \"int4-group:8\": expected a radius of at least 0, or int8, int4-per-tensor and the like"
      ),
      (
        ["--epsilon", "-1"], "--epsilon: \"-1\": expected a radius of at least 0, or int8, int4-per-tensor and the like"
      ),
      (["--lambda", "1"], "lambda needs epsilon: how far may weights move?"),
      (
        ["--epsilon", "0.1", "--activation", "tanh"],
        "the robust term is not defined: activation tanh takes negative values"
      ),
      (["--momentum", "0.5"], "--momentum: goes with the optimizer sgd"),
      (["--hidden", "0"], "--hidden: \"0\": expected widths of the hidden layers such as 128,64, or none"),
      (["--batch-size", "0"], "--batch-size: \"0\": expected a whole number of at least 1"),
      (["--seed", "-1"], "--seed: \"-1\": expected a whole number of at least 0"),
      (["--ramp", "0.1"], "--ramp: \"0.1\": goes with --epsilon, which is not given"),
      (["--unit", "range"], "--unit: \"range\": goes with --epsilon, which is not given"),
      (["--patience", "3"], "early stopping needs a validation split (validation is 0)"),
      (
        ["--weight-noise", "1", "--adversarial-weights", "1"],
        "weight_noise and adversarial_weights move the same weights: give one"
      ),
      (["--every", "0"], "--every: \"0\": expected a whole number of at least 1"),
      (["--samples", "0"], "--samples: \"0\": expected a whole number of at least 1"),
    ] as [([String], String)])
  func refusals(_ arguments: [String], _ message: String) throws {
    let run = try CommandRun(["train", "--data", "/none.npz", "--output", folder.path("run")] + arguments)
    #expect(run.output == "" && !FileManager.default.fileExists(atPath: folder.path("run")))
    #expect(run.code == 2 && run.errors == "gapbound: error: \(message)\n", "\(run.errors)")
  }

  @Test("a variable and a line of the config are named as well") func origins() throws {
    let environment = try train(environment: ["GAPBOUND_TRAIN_MU": "-1"])
    #expect(environment.code == 2)
    #expect(environment.errors == "gapbound: error: GAPBOUND_TRAIN_MU: \"-1\": expected a number of at least 0\n")
    let config = try folder.write("seed: 1\nramp: 2\n", "c.yaml")
    let run = try train(["--config", config])
    #expect(run.code == 2)
    #expect(run.errors == "gapbound: error: \(config) line 2, ramp: \"2\": expected a share of the steps, 0 to 1\n")
  }

  @Test(
    "configs that are none",
    arguments: [
      (
        "seed: 1\nepoch: 3\n",
        "line 2: unknown parameter \"epoch\"; known: hidden, activation, bias, epochs, batch_size, optimizer, momentum, "
          + "learning_rate, schedule, weight_decay, robust_term, lambda, mu, epsilon, unit, radius_scale, ramp, "
          + "spectral_penalty, weight_noise, adversarial_weights, validation, patience, seed, samples, every, initial"
      ),
      ("- seed\n", "line 1: expected names and values"),
      ("seed: {a: 1}\n", "line 1: seed: expected a value"),
    ])
  func configs(_ text: String, _ message: String) throws {
    let config = try folder.write(text, "c.yaml")
    let run = try train(["--config", config])
    #expect(run.code == 2 && run.errors == "gapbound: error: \(config), \(message)\n", "\(run.errors)")
  }

  @Test("an empty config is none; one that is missing is unreadable") func emptyConfig() throws {
    #expect(try train(["--config", folder.write("# nothing\n", "c.yaml")]).code == 0)
    let run = try train(["--config", folder.path("none.yaml")], output: "other")
    #expect(run.code == 3 && run.errors == "gapbound: error: \(folder.path("none.yaml")): no such file\n")
  }

  @Test("neither an output nor samples") func nothing() throws {
    let nowhere = try CommandRun(["train", "--data", Self.data])
    #expect(nowhere.code == 2)
    #expect(nowhere.errors == "gapbound: error: where to? Give --output DIR, or --resume DIR\n")
    let noSamples = try CommandRun(["train", "--output", folder.path("run")])
    #expect(noSamples.code == 2 && noSamples.errors == "gapbound: error: no samples: give --data FILE\n")
  }

  @Test("threads: 1 to 256") func threads() throws {
    for (text, expectation) in [
      ("0", "expected a number of threads ≥ 1"), ("two", "expected a number of threads ≥ 1"),
      ("257", "expected at most 256"),
    ] {
      let run = try train(["--threads", text])
      #expect(
        run.code == 2 && run.errors == "gapbound: error: --threads: \"\(text)\": \(expectation)\n", "\(run.errors)")
    }
    // More threads than samples in a batch.
    #expect(try train(["--threads", "32"]).code == 0)
  }

  @Test("one thread and two: each the same bytes twice") func determinism() throws {
    for threads in ["1", "2"] {
      for name in ["a", "b"] {
        #expect(try train(["--threads", threads, "--epsilon", "int8"], output: name + threads).code == 0)
      }
      for name in Self.checkpoints + ["optimizer.safetensors"] {
        #expect(try bytes("a\(threads)/\(name)") == bytes("b\(threads)/\(name)"))
      }
    }
  }

  @Test("a folder with another training is left as it is") func occupied() throws {
    #expect(try train().code == 0)
    let before = try bytes("run/epoch-001.safetensors")
    let run = try train(["--seed", "1"])
    let path = folder.path("run")
    #expect(run.code == 2)
    #expect(
      run.errors
        == "gapbound: error: \(path) already holds epoch-001.safetensors: give an empty folder, or --resume \(path)\n")
    #expect(try bytes("run/epoch-001.safetensors") == before)
  }

  @Test("a file where the folder should be") func notWritable() throws {
    _ = try folder.write("", "file")
    let run = try train(output: "file/run")
    #expect(
      run.code == 3 && run.errors.hasPrefix("gapbound: error: cannot make the folder \(folder.path("file/run")): "))
  }

  @Test("layers for which no machine has memory are refused at once") func memory() throws {
    let run = try train(["--hidden", "1048576,1048576"])
    #expect(run.code == 2 && !FileManager.default.fileExists(atPath: folder.path("run")))
    #expect(
      run.errors.wholeMatch(
        of: /gapbound: error: the training needs at least 2199[0-9] GB of memory, this machine has [0-9]+\n/) != nil,
      "\(run.errors)")
  }

  @Test("batches larger than the samples") func largeBatch() throws {
    #expect(try train(["--batch-size", "100000", "--threads", "2"]).code == 0)
    #expect(try metadata("run/epoch-003.safetensors")["step"]?.text == "3")
  }

  @Test("divergence at the first step: exit code 6, no checkpoint") func divergence() throws {
    let run = try train(["--optimizer", "sgd", "--learning-rate", "1e30"])
    #expect(run.code == 6 && run.output == "")
    #expect(
      run.errors.contains(" at step ") && run.errors.hasSuffix("; no checkpoint was written before\n"), "\(run.errors)")
    #expect(try files() == ["metrics.jsonl", "optimizer.safetensors"])
  }

  @Test(
    "weights that grow by 1 − 0.1 · 40 = −3 at every step: step, epoch, layer and the last good checkpoint are named")
  func lateDivergence() throws {
    let arguments = [
      "--optimizer", "sgd", "--momentum", "0", "--learning-rate", "0.1", "--weight-decay", "40", "--schedule",
      "constant", "--epochs", "30",
    ]
    let run = try train(arguments)
    #expect(run.code == 6 && run.output == "")
    let message =
      /gapbound: error: the loss is (?:inf|NaN) at step (\d+) \(epoch (\d+)\): the first values that are not finite are those of layer [12]; the last good checkpoint is (epoch-\d+\.safetensors)\n/
    let match = try #require(run.errors.wholeMatch(of: message), "\(run.errors)").output
    let (step, epoch) = (try #require(Int(match.1)), try #require(Int(match.2)))
    // Five steps an epoch.
    #expect(epoch == (step - 1) / 5 + 1 && epoch > 1)
    #expect(match.3 == "epoch-\(epoch < 11 ? "00" : "0")\(epoch - 1).safetensors")
    #expect(try CommandRun(["norms", folder.path("run/\(match.3)")]).code == 0)
    #expect(try files().count == epoch - 1 + 2)
    // Going on comes to the same end, and knows the checkpoint still.
    let again = try CommandRun(["train", "--resume", folder.path("run")])
    #expect(again.code == 6 && again.errors == run.errors)
  }
}
