import Foundation
import TestSupport
import Testing

/// `--reference` and `--sharpness` of whole commands.
@Suite struct MeasureCommandTests {
  private let folder: TemporaryFolder
  /// diag(3, d) and a unit matrix.
  private static func model(_ d: Double, outputs: Int = 2) -> [UInt8] {
    safetensorsBytes([
      ("0.weight", [2, 2], [3, 0, 0, d]),
      ("1.weight", [outputs, 2], (0..<outputs).flatMap { $0 % 2 == 0 ? [1.0, 0] : [0, 1] }),
    ])
  }

  init() throws {
    folder = try TemporaryFolder()
    for (run, initial, trained) in [("a", 1.0, 4.0), ("b", 2, 6)] {
      try FileManager.default.createDirectory(atPath: folder.path("runs/\(run)"), withIntermediateDirectories: true)
      _ = try folder.write(Self.model(initial), "runs/\(run)/init.safetensors")
      _ = try folder.write(Self.model(trained), "runs/\(run)/epoch-1.safetensors")
      _ = try folder.write(Self.model(initial + 1), "runs/\(run)/epoch-2.safetensors")
    }
    _ = try folder.write(BadInputTests.samples, "train.csv")
  }

  private func analyze(_ arguments: [String], environment: [String: String] = [:]) throws -> CommandRun {
    try CommandRun(
      ["analyze", folder.path("runs"), "--train", folder.path("train.csv"), "--margin-scale", "1"] + arguments,
      environment: environment)
  }

  private func measure(_ key: String, _ run: CommandRun) throws -> [JSONValue?] {
    #expect(run.code == 0, "\(run.errors)")
    let checkpoints = try JSONValue(parsing: run.output)["checkpoints"]?.elements ?? []
    return checkpoints.map { $0["measures"]?.elements.first { $0["key"]?.text == key }?["value"] }
  }

  private static let distances: [JSONValue?] = [.number(3), .number(1), .number(4), .number(1)]

  @Test("a name in every run's folder, by flag, environment and gapbound.yaml") func names() throws {
    let key = "distance-to-initialization"
    #expect(try measure(key, analyze(["--json", "--reference", "init.safetensors"])) == Self.distances)
    let environment = ["GAPBOUND_REFERENCE": "init.safetensors"]
    #expect(try measure(key, analyze(["--json"], environment: environment)) == Self.distances)
    _ = try folder.write("reference: init.safetensors\n", "runs/gapbound.yaml")
    #expect(try measure(key, analyze(["--json"])) == Self.distances)
  }

  @Test("a file for all runs, in gapbound.yaml relative to it") func file() throws {
    _ = try folder.write("reference: a/init.safetensors\n", "runs/gapbound.yaml")
    let distances = try measure("distance-to-initialization", analyze(["--json"]))
    // The other run's init.safetensors is a checkpoint like any other.
    #expect(distances == [.number(3), .number(1), .number(1), .number(5), .number(2)])
  }

  @Test("a file that is not there, a name that no run has, and a damaged file: exit 3, nothing written") func refusals()
    throws
  {
    _ = try folder.write([1, 2, 3], "damaged.safetensors")
    for reference in [folder.path("none.safetensors"), "none.safetensors", folder.path("damaged.safetensors")] {
      let run = try analyze(["--reference", reference, "--output", folder.path("out")])
      #expect(run.code == 3 && run.errors.contains((reference as NSString).lastPathComponent), "\(run.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
    }
  }

  @Test("a damaged file of one run: its checkpoints are analysed without, the report is written, exit 3")
  func damagedRun() throws {
    _ = try folder.write([1, 2, 3], "runs/b/init.safetensors")
    let run = try analyze(["--reference", "init.safetensors", "--json"])
    #expect(run.code == 3 && run.errors.contains("runs/b/init.safetensors"))
    #expect(try JSONValue(parsing: run.output)["checkpoints"]?.elements.count == 4)
  }

  @Test("other shapes: a warning, and the report all the same") func shapes() throws {
    let other = try folder.write(Self.model(1, outputs: 3), "other.safetensors")
    let run = try analyze(["--reference", other])
    #expect(run.code == 0 && run.errors.contains("other shapes than the reference matrices"))
    #expect(run.output.contains("other shapes than the reference matrices: 2 × 2, 2 × 2"))
  }

  @Test("--sharpness measures at every radius above 0, whatever the threads; the attack is in the parameters")
  func sharpness()
    throws
  {
    let runs = try ["1", "2"].map { try analyze(["--json", "--epsilon", "0,0.5", "--sharpness", "--threads", $0]) }
    #expect(runs[0].output == runs[1].output)
    let values = try measure("sharpness", runs[0])
    #expect(values.count == 12)
    for (index, value) in values.enumerated() {
      if index < 6 {
        #expect(value == .null)
      } else if case .number(let number)? = value {
        #expect(number >= 0)
      } else {
        Issue.record("\(value as Any)")
      }
    }
    let parameters = try JSONValue(parsing: runs[0].output)["parameters"]
    #expect(parameters?["sharpness"]?["steps"] == .number(20) && parameters?["reference"] == .null)
    let fromEnvironment = try analyze(["--json", "--epsilon", "0.5"], environment: ["GAPBOUND_SHARPNESS": "true"])
    #expect(try measure("sharpness", fromEnvironment).allSatisfy { $0 != .null })
    #expect(try analyze([], environment: ["GAPBOUND_SHARPNESS": "perhaps"]).code == 2)
  }

  @Test("train --initial: the first checkpoint, of epoch 0, or the reference of its run") func initial() throws {
    let data = folder.path("train.csv")
    for run in ["x", "y"] {
      let training = try CommandRun([
        "train", "--data", data, "--hidden", "3", "--epochs", "2", "--initial", "--output",
        folder.path("trained/\(run)"),
      ])
      #expect(training.code == 0, "\(training.errors)")
    }
    let common = ["analyze", folder.path("trained"), "--train", data, "--margin-scale", "1", "--json"]
    let plain = try CommandRun(common)
    let checkpoints = try JSONValue(parsing: plain.output)["checkpoints"]?.elements ?? []
    #expect(checkpoints.prefix(3).map { $0["epoch"] } == [.number(0), .number(1), .number(2)])
    let compared = try CommandRun(common + ["--reference", "initial.safetensors"])
    let distances = try measure("distance-to-initialization", compared)
    #expect(distances.count == 4)
    for distance in distances {
      if case .number(let number)? = distance { #expect(number > 0) } else { Issue.record("no distance") }
    }
  }
}
