import Foundation
import TestSupport
import Testing

/// Whole commands on runs with training logs.
@Suite struct LoggedGapTests {
  private static func model(_ scale: Double) -> [UInt8] {
    safetensorsBytes(
      [("0.weight", [2, 2], [3 * scale, 4 * scale, 0, 0]), ("1.weight", [2, 2], [scale, 0, 0, 1])],
      metadata: ["step": "7"])
  }

  /// Two epochs; the log knows both, the second one's gap is 0.5 − 0.25.
  private func run(_ log: String = "epoch,train_acc,val_acc,train_loss,val_loss\n1,0.5,0.5,1,1.5\n2,0.75,0.5,0.5,1\n")
    throws -> TemporaryFolder
  {
    let folder = try TemporaryFolder()
    _ = try folder.write(Self.model(1), "epoch-1.safetensors")
    _ = try folder.write(Self.model(2), "epoch-2.safetensors")
    _ = try folder.write(log, "metrics.csv")
    _ = try folder.write(BadInputTests.samples, "train.csv")
    return folder
  }

  private func json(_ run: CommandRun) throws -> JSONValue {
    #expect(run.code == 0, "\(run.errors)")
    let document = try JSONValue(parsing: run.output)
    let schema = Fixtures.root.appending(path: "../../Schemas/report.schema.json")
    let validator = JSONSchemaValidator(schema: try JSONValue(parsing: String(contentsOf: schema, encoding: .utf8)))
    #expect(validator.complaints(about: document) == [])
    return document
  }

  @Test("norms beside the logged gap: errors 0.25 and 0.5 give 25 pp, losses 0.5 and 1 give 0.5") func norms() throws {
    let folder = try run()
    let checkpoints = try json(CommandRun(["norms", folder.path(""), "--json"]))["checkpoints"]
    let second = checkpoints?[1]
    #expect(second?["gap_source"] == .string("logged"))
    #expect(second?["generalization_gap"]?["error"] == .number(0.25))
    #expect(second?["generalization_gap"]?["cross_entropy"] == .number(0.5))
    #expect(second?["generalization_gap"]?["robust"] == .null)
    #expect(second?["logged"]?["file"]?.text?.hasSuffix("metrics.csv") == true)
    #expect(second?["logged"]?["train_error"] == .number(0.25))
    // The product of the certified spectral norms, a little above 2·5 and 2, is rounded up.
    let text = try CommandRun(["norms", folder.path("")]).output
    let row = text.split(separator: "\n").first { $0.hasPrefix("| epoch-2") }?.filter { $0 != " " }
    #expect(row == "|epoch-2|2|7|20.01|25.00%|50.00%|25.00pp|0.5000|1.000|logged(metrics.csv)|")
    #expect(text.contains("logged training metrics are running means over an epoch"))
    #expect(text.contains("logged metrics, used for the gap of 2 checkpoints"))
  }

  @Test("training data alone: the gap is the logged one, never measured minus logged; ranks say their source")
  func trainOnly() throws {
    let folder = try run()
    let arguments = ["analyze", folder.path(""), "--train", folder.path("train.csv"), "--margin-scale", "0.5"]
    let document = try json(CommandRun(arguments + ["--json"]))
    let second = document["checkpoints"]?[1]
    #expect(second?["gap_source"] == .string("logged") && second?["generalization_gap"]?["error"] == .number(0.25))
    #expect(second?["train"]?["error"] != .number(0.25) && second?["test"] == .null)
    let statistics = document["statistics"]?["rank_correlations"]?.elements ?? []
    #expect(!statistics.isEmpty)
    #expect(statistics.allSatisfy { $0["gap_source"] == .string("logged") && $0["gap"] == .string("error") })
    let text = try CommandRun(arguments).output
    #expect(text.contains("| logged train | logged test |      gap |           gap source |"))
    #expect(text.contains("The gaps are logged ones"))
    let csv = try CommandRun(arguments + ["--format", "csv"]).output.split(separator: "\n")
    #expect(csv[0].contains(",logged_test_loss,logged_columns") && csv[1].contains(",logged,"))
  }

  @Test("data for both: the gap is evaluated, the log stands beside it") func evaluated() throws {
    let folder = try run()
    let data = folder.path("train.csv")
    let run = try CommandRun(
      ["analyze", folder.path(""), "--train", data, "--test", data, "--margin-scale", "0.5", "--json"])
    let first = try json(run)["checkpoints"]?[0]
    #expect(first?["gap_source"] == .string("evaluated") && first?["generalization_gap"]?["error"] == .number(0))
    #expect(first?["logged"]?["test_error"] == .number(0.5))
  }

  @Test("a log without a training side gives no gap") func oneSide() throws {
    let folder = try run("epoch,val_acc\n1,0.5\n2,0.5\n")
    let first = try json(CommandRun(["norms", folder.path(""), "--json"]))["checkpoints"]?[0]
    #expect(first?["gap_source"] == .string("unavailable") && first?["generalization_gap"] == .null)
    #expect(first?["logged"]?["test_error"] == .number(0.5))
  }

  @Test(
    "a bad log is one line of the coverage, and the norms are reported",
    arguments: ["epoch,train_acc\n1\n", "", "\u{0}\u{1}\u{2}", "epoch,train_acc\n1,-3\n"])
  func badLog(_ text: String) throws {
    let folder = try run(text)
    let run = try CommandRun(["norms", folder.path("")])
    #expect(run.code == 0 && run.output.contains("logged metrics, not used:"))
  }

  @Test("--explain, word for word, on standard error and before the results") func explain() throws {
    let folder = try run()
    _ = try folder.write(Self.model(2), "last.safetensors")
    let run = try CommandRun(["norms", ".", "--explain", "--format", "csv"], folder: folder.path(""))
    #expect(run.code == 0 && run.output.hasPrefix("path,"))
    let columns =
      "train error = 1 − train_acc; test error = 1 − val_acc; train loss = train_loss; test loss = val_loss"
    let reading = [
      "  format: safetensors", "  layers in natural name order", "  2 layers 2-2-2", "  activation relu (assumed)",
    ]
    let expected =
      [
        ".: a series of 3 checkpoints",
        "./metrics.csv: logged metrics, 2 rows with epochs 1 to 2: \(columns)",
        "./epoch-1.safetensors:",
      ] + reading + [
        "  epoch 1: from the name", "  step 7: from the file's metadata",
        "  logged metrics from ./metrics.csv: paired by epoch 1; \(columns)",
        "./epoch-2.safetensors:",
      ] + reading + [
        "  epoch 2: from the name", "  step 7: from the file's metadata",
        "  logged metrics from ./metrics.csv: paired by epoch 2; \(columns)",
        "./last.safetensors:", "  exact byte copy of epoch-2.safetensors",
        "  epoch 2: from the original", "  step 7: from the original",
        "  logged metrics from ./metrics.csv: paired by epoch 2; \(columns)",
      ]
    #expect(run.errors.split(separator: "\n").map(String.init) == expected)
    #expect(try CommandRun(["norms", ".", "--format", "csv"], folder: folder.path("")).errors == "")
  }

  @Test("a folder per epoch with metrics.json in each, as recorded: epoch 8 has train_acc 0.8333, test_acc 0.7375")
  func recorded() throws {
    let path = Fixtures.url("interop/runs/per_epoch_folders").path
    let checkpoints = try json(CommandRun(["norms", path, "--json"]))["checkpoints"]?.elements ?? []
    #expect(checkpoints.count == 9 && checkpoints.allSatisfy { $0["gap_source"] == .string("logged") })
    guard case .number(let gap)? = checkpoints.last?["generalization_gap"]?["error"] else {
      Issue.record("no gap")
      return
    }
    // (1 − 0.7375) − (1 − 0.8333…) with accuracies that were stored in single precision.
    #expect(abs(gap - (0.833333333 - 0.7375)) < 1e-6)
  }
}
