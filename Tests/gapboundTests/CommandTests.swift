import Foundation
import TestSupport
import Testing

/// Whole commands.
@Suite struct CommandTests {
  private static let model = safetensorsBytes(
    [("0.weight", [2, 2], [3, 4, 0, 0]), ("0.bias", [2], [0, 0.5]), ("1.weight", [2, 2], [1, 0, 0, 1])])

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try folder.write(Self.model, "epoch-1.safetensors")
    _ = try folder.write(Self.model, "last.safetensors")
    _ = try folder.write(BadInputTests.samples, "train.csv")
    _ = try folder.write(BadInputTests.samples, "test.csv")
    _ = try folder.write(
      "data: {train: train.csv, test: test.csv}\nmargin_scale: 0.5\nepsilon: 0.01\n", "gapbound.yaml")
    return folder
  }

  private struct Report: Decodable {
    struct Parameters: Decodable {
      let margin_scale: String
      let epsilon: [Double]?
      let failure_probability: Double
    }
    struct Checkpoint: Decodable {
      let label: String
      let duplicate_of: String?
      let epsilon: [Double]
    }
    let parameters: Parameters
    let checkpoints: [Checkpoint]
  }

  private func report(_ run: CommandRun) throws -> Report {
    try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
  }

  @Test("the config beside the checkpoints is found; data files are no checkpoints; a byte copy is marked")
  func config() throws {
    let folder = try folder()
    let run = try CommandRun(["analyze", folder.path(""), "--json"])
    #expect(run.code == 0, "\(run.errors)")
    let report = try report(run)
    #expect(report.checkpoints.map(\.label) == ["epoch-1.safetensors", "last.safetensors"])
    #expect(report.checkpoints.map(\.duplicate_of) == [nil, "epoch-1.safetensors"])
    #expect(report.parameters.margin_scale == "0.5" && report.parameters.epsilon == [0.01, 0.01])
  }

  @Test("a flag beats the environment, the environment beats the config") func precedence() throws {
    let folder = try folder()
    let environment = ["GAPBOUND_EPSILON": "0.02", "GAPBOUND_DELTA": "0.1"]
    let run = try CommandRun(
      ["analyze", folder.path(""), "--json", "--epsilon", "0.03", "--layers", "2"], environment: environment)
    let report = try report(run)
    #expect(report.parameters.epsilon == [0, 0.03] && report.parameters.failure_probability == 0.1)
    let fromEnvironment = try CommandRun(["analyze", folder.path(""), "--json"], environment: environment)
    #expect(try self.report(fromEnvironment).parameters.epsilon == [0.02, 0.02])
    let perLayer = try CommandRun(
      ["analyze", folder.path(""), "--json", "--layer-epsilon", "0,1"], environment: environment)
    #expect(try self.report(perLayer).parameters.epsilon == [0, 1])
  }

  @Test("several radii: one entry for each checkpoint and radius") func radii() throws {
    let folder = try folder()
    let report = try report(CommandRun(["analyze", folder.path(""), "--json", "--epsilon", "0,0.5"]))
    #expect(report.checkpoints.map(\.epsilon) == [[0, 0], [0, 0], [0.5, 0.5], [0.5, 0.5]])
  }

  @Test("the output does not depend on the number of threads") func threads() throws {
    let folder = try folder()
    let outputs = try ["1", "2", "5"].map {
      try CommandRun(["analyze", folder.path(""), "--format", "csv", "--threads", $0]).output
    }
    #expect(Set(outputs).count == 1 && outputs[0].hasPrefix("path,label,"))
  }

  @Test("without --output one format goes to standard output, several are refused, --output writes all of them")
  func destinations() throws {
    let folder = try folder()
    #expect(try CommandRun(["analyze", folder.path("")]).output.hasPrefix("# "))
    #expect(try CommandRun(["analyze", folder.path(""), "--format", "md,csv"]).code == 2)
    let run = try CommandRun(["analyze", folder.path(""), "--output", folder.path("out/deep")])
    #expect(run.code == 0 && run.output == "")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path("out/deep")).sorted()
    #expect(files == ["pictures"] + ["csv", "html", "json", "jsonl", "md", "tex"].map { "report.\($0)" })
  }

  @Test("norms of diag-like rows (3 4), (0 0): σ = 5, printed without any data") func norms() throws {
    let folder = try folder()
    let run = try CommandRun(["norms", folder.path("epoch-1.safetensors")])
    #expect(run.code == 0 && run.output.contains("5.000"))
    let both = try CommandRun(["norms", folder.path(""), "--json"])
    #expect(both.code == 0 && !both.output.contains("\"failed\""))
  }

  @Test("the demo prints the overview and writes the report") func demo() throws {
    let folder = try TemporaryFolder()
    // A part of the epochs and of the samples is enough to see the reports.
    let run = try CommandRun(
      ["demo", "--output", folder.path("demo")], environment: ["GAPBOUND_TRAIN_EPOCHS": "8", "GAPBOUND_SAMPLES": "40"])
    #expect(run.code == 0, "\(run.errors)")
    for name in Self.demoRuns {
      #expect(run.output.contains("series \(name)\n"))
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path("demo/runs/\(name)"))
      #expect(files.filter { $0.hasPrefix("epoch-") }.sorted() == (1...8).map { "epoch-00\($0).safetensors" })
    }
    let report = try JSONDecoder().decode(
      Report.self, from: Data(contentsOf: URL(filePath: folder.path("demo/report.json"))))
    #expect(report.checkpoints.count == 24)
    let schema = try JSONValue(parsing: Self.projectFile("Schemas/report.schema.json"))
    let document = try JSONValue(parsing: String(contentsOfFile: folder.path("demo/report.json"), encoding: .utf8))
    #expect(JSONSchemaValidator(schema: schema).complaints(about: document) == [])
    let certified = try String(contentsOfFile: folder.path("demo/certify/report.md"), encoding: .utf8)
    #expect(certified.contains("8 bits per-channel"))
    for name in Self.demoRuns { #expect(certified.contains("runs/\(name)/epoch-008.safetensors")) }
  }

  private static let demoRuns = ["robust", "standard", "weight-decay"]

  @Test("README.md shows lines of the demo's report in Reports/demo, which is of the runs that the demo trains")
  func readme() throws {
    // Trained numbers differ between processors in their last bits, so that the demo's output is not compared.
    let report = try Self.projectFile("Reports/demo/report.md")
    for line in try readmeLines() {
      let isThere = report.contains(line)
      #expect(isThere, "README.md shows another line: \(line)")
    }
    for name in Self.demoRuns {
      let isThere = report.contains("series \(name)\n")
      #expect(isThere, "Reports/demo/report.md has no run \(name): make it again with gapbound demo")
    }
  }

  private static func projectFile(_ path: String) throws -> String {
    let root = Fixtures.root.deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The demo's report as README.md shows it: the heading and the table of one run, rows cut on the right.
  private func readmeLines() throws -> [String] {
    let lines = try Self.projectFile("README.md").components(separatedBy: "```\n")[1].split(separator: "\n").map(
      String.init)
    #expect(lines.count == 11)
    return lines
  }

  @Test(
    "lists name every catalogue entry",
    arguments: [
      ("bounds", "theorem4-posthoc"), ("certificates", "interval"), ("terms", "elementwise"),
      ("formats", "safetensors"),
      ("activations", "softplus"),
    ])
  func lists(_ catalogue: String, _ entry: String) throws {
    let run = try CommandRun(["list", catalogue])
    #expect(run.code == 0 && run.output.contains(entry))
  }

  @Test("list bounds says of every bound and measure what it is, and every one's source") func listBounds() throws {
    let run = try CommandRun(["list", "bounds"])
    let lines = run.output.split(separator: "\n")
    let keys = lines.filter { !$0.hasPrefix(" ") }.map(String.init)
    let bounds = [
      "theorem4", "theorem4-tight", "theorem4-posthoc", "theorem4-yin-constants", "bartlett-2017",
      "bartlett-2017-reference", "neyshabur-2018", "golowich-2018-frobenius", "golowich-2018-l1", "neyshabur-2015-l1",
      "neyshabur-2015-frobenius",
    ]
    #expect(Array(keys.prefix(bounds.count)) == bounds)
    for label in ["kind", "formula", "source"] {
      #expect(lines.count { $0.hasPrefix("  \(label) ") } == keys.count, "\(label)")
    }
    #expect(lines.count { $0 == "  kind     bound, for the network as it is" } == 7)
  }

  @Test("--version names the linear algebra library") func version() throws {
    let run = try CommandRun(["--version"])
    #expect(run.code == 0 && run.output.hasPrefix("gapbound 0.1.0 (OpenBLAS"))
  }

  @Test(
    "help shows examples",
    arguments: [
      ["--help"], ["analyze", "--help"], ["norms", "--help"], ["quantize", "--help"], ["list", "--help"],
      ["train", "--help"],
    ])
  func help(_ arguments: [String]) throws {
    let run = try CommandRun(arguments)
    #expect(run.code == 0 && run.output.contains("EXAMPLES"))
  }
}
