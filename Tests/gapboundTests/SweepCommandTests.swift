import Foundation
import TestSupport
import Testing

/// `gapbound sweep` as a whole command.
@Suite struct SweepCommandTests {
  /// A folder with the digits and a sweep over them.
  private struct Case {
    let folder = try! TemporaryFolder()

    init(_ text: String = Self.usual) throws {
      try FileManager.default.copyItem(
        at: Fixtures.url("certify/digits.npz"), to: URL(filePath: folder.path("digits.npz")))
      try write(text)
    }

    func write(_ text: String) throws { _ = try folder.write(text, "sweep.yaml") }

    func run(_ arguments: String..., config: String = "sweep.yaml") throws -> CommandRun {
      try CommandRun(["sweep", "--config", config] + arguments, folder: folder.path(""))
    }

    static let usual = """
      data: {train: digits.npz, test: digits.npz}
      preprocessing: {scale: 0.0625}
      output: runs
      base: {epochs: 2, every: 2, samples: 40, hidden: [6, 4]}
      variants:
        plain:
        robust: {epsilon: 1e-3}
      grid:
        seed: [0, 1]
      analyze: {epsilon: [0, 0.001], margin_scale: 1}

      """
  }

  @Test("--dry-run prints the plan and writes nothing") func dryRun() throws {
    let sweep = try Case()
    let run = try sweep.run("--dry-run")
    #expect(run.code == 0 && run.errors == "", "\(run.errors)")
    #expect(
      run.output == """
        | folder             | variant | seed |   n | state |
        | ------------------ | ------- | ---- | --: | ----- |
        | runs/plain-seed-0  | plain   | 0    |  40 | new   |
        | runs/plain-seed-1  | plain   | 1    |  40 | new   |
        | runs/robust-seed-0 | robust  | 0    |  40 | new   |
        | runs/robust-seed-1 | robust  | 1    |  40 | new   |

        4 runs: 4 new, 0 unfinished, 0 finished

        """)
    #expect(!FileManager.default.fileExists(atPath: sweep.folder.path("runs")))
  }

  @Test("trains, analyses on the 40 samples, prints a table; the second time nothing is trained") func whole() throws {
    let sweep = try Case()
    let run = try sweep.run()
    #expect(run.code == 0, "\(run.errors)")
    let table = run.output.split(separator: "\n").map(String.init)
    #expect(table[0].hasPrefix("| run           | variant | seed |"))
    // A head, a rule, four runs at two radii, a legend.
    #expect(table.count == 2 + 4 * 2 + 1)
    #expect(table[2].hasPrefix("| plain-seed-0  | plain   | 0    |") && table[2].contains(" 40 |"))
    let ends = run.errors.split(separator: "\n").filter { $0.hasPrefix("[") }
    #expect(ends.count == 4 && ends.allSatisfy { $0.contains(": 2 epochs, loss ") })
    let report = try JSONValue(parsing: String(contentsOfFile: sweep.folder.path("runs/report.json"), encoding: .utf8))
    #expect(report["parameters"]?["train_samples"] == .number(40))
    #expect(report["checkpoints"]?[0]?["train"]?["count"] == .number(40))
    #expect(report["parameters"]?["margin_scale"] == .string("1.0"))
    // Two configurations of two seeds, told by the checkpoints themselves: what follows from ε is none of its own.
    let kendall = report["statistics"]?["granulated_kendall"]?[0]
    #expect(kendall?["runs"] == .number(4) && kendall?["configurations"] == .number(2))
    #expect(kendall?["hyperparameters"]?.elements.map { $0["name"] } == [.string("epsilon")])
    let again = try sweep.run("--threads", "1")
    #expect(again.code == 0 && again.output == run.output)
    #expect(again.errors.hasPrefix("4 of 4 runs are finished\nwrote runs/report.{md,csv,json,"), "\(again.errors)")
  }

  @Test("analyze --hyperparameters: a table beside the runs is no checkpoint, wins, and says what does not fit")
  func table() throws {
    let sweep = try Case(Case.usual.replacing("  robust: {epsilon: 1e-3}\n", with: ""))
    #expect(try sweep.run().code == 0)
    _ = try sweep.folder.write("run,width\nplain-seed-0,4\nplain-seed-1,8\nother,1\n", "runs/table.csv")
    let run = try CommandRun(
      [
        "analyze", "runs", "--train", "digits.npz", "--test", "digits.npz", "--scale", "0.0625", "--json",
        "--hyperparameters", "runs/table.csv",
      ], folder: sweep.folder.path(""))
    #expect(run.code == 0 && run.errors.contains("runs/table.csv: the row of other is of no run here"), "\(run.errors)")
    let report = try JSONValue(parsing: run.output)
    #expect(report["checkpoints"]?.elements.count == 2)
    #expect(report["statistics"]?["granulated_kendall"]?[0]?["hyperparameters"]?[0]?["name"] == .string("width"))
    let bad = try CommandRun(
      ["analyze", "runs", "--train", "digits.npz"], environment: ["GAPBOUND_HYPERPARAMETERS": "none.csv"],
      folder: sweep.folder.path(""))
    #expect(bad.code == 3 && bad.errors.contains("none.csv"), "\(bad.errors)")
  }

  @Test("several n: a folder and a report each, measured on what was trained on") func sampleCounts() throws {
    let sweep = try Case(
      Case.usual.replacing("samples: 40, ", with: "").replacing("seed: [0, 1]", with: "samples: [50, 40]"))
    let run = try sweep.run("--output", "elsewhere")
    #expect(run.code == 0, "\(run.errors)")
    for n in [40, 50] {
      let path = sweep.folder.path("elsewhere/n-000\(n)/report.json")
      let report = try JSONValue(parsing: String(contentsOfFile: path, encoding: .utf8))
      #expect(report["parameters"]?["train_samples"] == .number(Double(n)))
      #expect(report["checkpoints"]?.elements.count == 4)
      #expect(report["coverage"]?.elements.contains { "\($0)".contains("was trained on") } == false)
    }
    // Measured on all samples instead, every checkpoint says so.
    let analysis = try CommandRun(
      [
        "analyze", "elsewhere/n-00040", "--train", "digits.npz", "--scale", "0.0625", "--format", "md",
      ], folder: sweep.folder.path(""))
    #expect(
      analysis.output.contains("was trained on the first 40 samples of digits.npz, and is measured on the first 1437"))
  }

  @Test("analyze --train-samples: more than there are is refused, a part is said in the report") func trainSamples()
    throws
  {
    let sweep = try Case()
    let model = Fixtures.url("certify/a_bias.safetensors").path
    func analyze(_ count: String) throws -> CommandRun {
      try CommandRun(
        ["analyze", model, "--train", sweep.folder.path("digits.npz"), "--train-samples", count, "--scale", "0.0625"])
    }
    let part = try analyze("100")
    #expect(part.code == 0 && part.output.contains("(the first 100 of 1437 samples of 64 features)"), "\(part.errors)")
    let all = try analyze("1438")
    #expect(all.code == 2 && all.errors.contains("--train-samples: \"1438\": "), "\(all.errors)")
    #expect(all.errors.contains("digits.npz has 1437 samples"))
  }

  @Test(
    "what is refused before anything is written, with file and line",
    arguments: [
      ("output: runs", "output: runs\nworkers: 3", 2, "sweep.yaml: line 4: unknown key \"workers\"; known: data, "),
      ("seed: [0, 1]", "seeds: [0, 1]", 2, "sweep.yaml: grid, line 9: unknown parameter \"seeds\"; known: hidden, "),
      (
        "seed: [0, 1]", "seed: 3", 2,
        "sweep.yaml: grid, line 9: seed: expected a list; a single value belongs into base"
      ),
      ("seed: [0, 1]", "seed: []", 2, "sweep.yaml: grid, line 9: seed: the list is empty"),
      ("seed: [0, 1]", "seed: [0, 0]", 2, "sweep.yaml: grid, line 9: seed: \"0\" stands twice"),
      (
        "seed: [0, 1]", "seed: [0, -1]", 2,
        "sweep.yaml: grid, line 9: run plain-seed--1: seed: \"-1\": expected a whole number"
      ),
      ("seed: [0, 1]", "epsilon: [0, 1]", 2, "sweep.yaml: grid, line 9: epsilon: stands in variants, robust, line 7"),
      ("epochs: 2", "epochs: two", 2, "sweep.yaml: base, line 4: run plain-seed-0: epochs: \"two\""),
      ("samples: 40", "samples: 5000", 2, "sweep.yaml: base, line 4: run plain-seed-0: digits.npz has 1437 samples"),
      ("robust: {epsilon: 1e-3}", "plain: {}", 3, "sweep.yaml: not YAML: "),
      ("robust: {epsilon: 1e-3}", "ro/bust: {epsilon: 1}", 2, "sweep.yaml: variants, line 7: \"ro/bust\": "),
      ("margin_scale: 1", "margin_scale: x", 2, "sweep.yaml line 10, margin_scale: "),
      ("margin_scale: 1", "seed: 1", 2, "unknown key \"seed\""),
      ("test: digits.npz", "test: none.npz", 3, "none.npz"), ("train: digits.npz, ", "", 2, "no samples: data: "),
      ("output: runs\n", "", 2, "where to? Give --output DIR, or output: DIR in sweep.yaml"),
      (
        "variants:\n  plain:\n  robust: {epsilon: 1e-3}", "variants: {}", 2,
        "sweep.yaml: variants, line 5: there is none"
      ),
    ])
  func refused(_ old: String, _ new: String, _ code: Int32, _ message: String) throws {
    let sweep = try Case(Case.usual.replacing(old, with: new))
    let run = try sweep.run()
    #expect(run.code == code && run.output == "", "\(run.errors)")
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: sweep.folder.path("runs")))
  }

  @Test("a folder with another training is refused; one that is of no run is told") func otherTrainings() throws {
    let sweep = try Case()
    #expect(try sweep.run().code == 0)
    try sweep.write(Case.usual.replacing("epochs: 2", with: "epochs: 4"))
    let refused = try sweep.run()
    #expect(
      refused.code == 2
        && refused.errors.contains("plain-seed-0 already holds another training (epochs: 2 there, 4 asked for)"))
    try sweep.write(Case.usual.replacing("seed: [0, 1]", with: "seed: [1, 2]"))
    let other = try sweep.run()
    #expect(other.code == 0, "\(other.errors)")
    #expect(other.errors.contains("runs: 2 checkpoints, such as plain-seed-0/epoch-002.safetensors, are of no run"))
  }

  @Test("a training that diverges: exit code 6, listed, the others in the table") func diverges() throws {
    let sweep = try Case(
      Case.usual.replacing("robust: {epsilon: 1e-3}", with: "wild: {optimizer: sgd, learning_rate: 1e39}"))
    let run = try sweep.run()
    #expect(run.code == 6, "\(run.errors)")
    #expect(run.errors.contains("2 of 4 runs failed:\n  runs/wild-seed-0: "))
    #expect(run.output.contains("| plain-seed-1 | plain   | 1    |"))
  }

  @Test("analyze: false trains and prints nothing") func withoutAnalysis() throws {
    let sweep = try Case(Case.usual.replacing("{epsilon: [0, 0.001], margin_scale: 1}", with: "false"))
    let run = try sweep.run()
    #expect(run.code == 0 && run.output == "", "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: sweep.folder.path("runs/report.md")))
    #expect(FileManager.default.fileExists(atPath: sweep.folder.path("runs/robust-seed-1/epoch-002.safetensors")))
  }

  @Test("help shows examples") func help() throws {
    let run = try CommandRun(["sweep", "--help"])
    #expect(run.code == 0 && run.output.contains("EXAMPLE: sweep.yaml") && run.output.contains("--dry-run"))
  }
}
