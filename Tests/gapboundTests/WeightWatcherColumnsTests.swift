import Foundation
import TestSupport
import Testing

/// `norms --columns weightwatcher`.
@Suite struct WeightWatcherColumnsTests {
  /// Rows (4 0), (0 3): λ = 16, 9.
  private static let model = safetensorsBytes([("0.weight", [2, 2], [4, 0, 0, 3])])

  private func norms(_ arguments: [String]) throws -> (run: CommandRun, folder: TemporaryFolder) {
    let folder = try TemporaryFolder()
    _ = try folder.write(Self.model, "m.safetensors")
    let run = try CommandRun(
      ["norms", "m.safetensors", "--columns", "weightwatcher"] + arguments, folder: folder.path(""))
    return (run, folder)
  }

  @Test("λ = 16, 9: norm 25, stable rank 25/16, entropy (0.64 ln(1/0.64) + 0.36 ln(1/0.36))/ln 2, α = 1 + 1/ln(16/9)")
  func csv() throws {
    let (run, _) = try norms(["--format", "csv"])
    #expect(run.code == 0)
    #expect(
      run.errors
        == "gapbound: warning: 1 of 1 layer has fewer than 50 eigenvalues: a power law fitted to so few says little\n")
    let lines = run.output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(
      lines[0].joined(separator: " ")
        == "checkpoint layer N M Q norm spectral_norm stable_rank log_norm log_spectral_norm entropy matrix_rank "
        + "alpha D xmin num_pl_spikes sigma num_evals note")
    #expect(lines.count == 2 && lines[1][..<2] == ["m.safetensors", "0.weight"])
    #expect(lines[1].last == "fewer than 50 eigenvalues")
    let entropy = (0.64 * log(1 / 0.64) + 0.36 * log(1 / 0.36)) / log(2)
    // t = (α − 1) ln(16/9) = 1: D = 1 − e⁻¹ − 1/2, n = 2.
    let slope = 1 / log(16.0 / 9)
    let expected = [
      2, 2, 1, 25, 16, 1.5625, log10(25.0), log10(16.0), entropy, 2, 1 + slope, 0.5 - exp(-1), 9, 2,
      slope / 2.0.squareRoot(),
      2,
    ]
    for (cell, number) in zip(lines[1].dropFirst(2), expected) {
      #expect(relativeDifference(try #require(Double(cell)), number) < 1e-14, "\(cell)")
    }
  }

  @Test("a trained network's layers as WeightWatcher 0.7.7 has them, to 1e-9; its entropy to 1e-7")
  func trained() throws {
    struct File: Decodable {
      struct Case: Decodable {
        let name: String
        let norm: Double
        let entropy: Double
        let matrix_rank: Double
        let alpha: Double
        let D: Double
        let xmin: Double
        let num_pl_spikes: Double
      }
      let cases: [Case]
    }
    let model = Fixtures.url("certify/a_bias.safetensors").path
    let run = try CommandRun(["norms", model, "--columns", "weightwatcher", "--format", "json"])
    let layers = try JSONValue(parsing: run.output)["layers"]?.elements ?? []
    let cases = try Fixtures.decode(File.self, from: "weightwatcher/layers.json").cases
      .filter { $0.name.hasPrefix("trained") }
    try #require(cases.count == 3 && layers.count == 3)
    for (index, layer) in cases.enumerated() {
      let numbers = [
        ("norm", layer.norm), ("matrix_rank", layer.matrix_rank), ("alpha", layer.alpha), ("D", layer.D),
        ("xmin", layer.xmin), ("num_pl_spikes", layer.num_pl_spikes),
      ]
      for (key, number) in numbers {
        let value = try #require(Self.number(layers[index][key]))
        #expect(relativeDifference(value, number) < 1e-9, "\(layer.name): \(key)")
      }
      let entropy = try #require(Self.number(layers[index]["entropy"]))
      #expect(abs(entropy - layer.entropy) < 1e-7)
    }
  }

  private static func number(_ value: JSONValue?) -> Double? {
    if case .number(let number)? = value { number } else { nil }
  }

  @Test("Markdown by default; every format into a folder, all three without --format") func destinations() throws {
    #expect(try norms([]).run.output.hasPrefix("# gapbound norms: columns of WeightWatcher 0.7.7\n"))
    let (run, folder) = try norms(["--output", "out"])
    #expect(run.code == 0 && run.output == "" && run.errors.contains("wrote out/weightwatcher.{md,csv,json}\n"))
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path("out")).sorted()
    #expect(
      files == ["weightwatcher-columns.csv", "weightwatcher.csv", "weightwatcher.json", "weightwatcher.md"])
  }

  @Test("usage errors say what works; --columns norms is the default") func usage() throws {
    let format = try norms(["--format", "html"]).run
    #expect(format.code == 2)
    #expect(
      format.errors
        == "gapbound: error: --format: \"html\": not a format of --columns weightwatcher; known: md, csv, json\n")
    #expect(try norms(["--format", "md,csv"]).run.errors.contains("add --output DIR"))
    let folder = try TemporaryFolder()
    _ = try folder.write(Self.model, "m.safetensors")
    func run(_ columns: [String]) throws -> CommandRun {
      try CommandRun(["norms", "m.safetensors"] + columns, folder: folder.path(""))
    }
    let unknown = try run(["--columns", "all"])
    #expect(unknown.code == 2 && unknown.errors.contains("--columns: \"all\": expected norms or weightwatcher"))
    #expect(try run([]).output == run(["--columns", "norms"]).output)
  }

  @Test("NaN in a matrix fails the file") func nan() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(safetensorsBytes([("0.weight", [1, 2], [.nan, 1])]), "m.safetensors")
    let run = try CommandRun(["norms", "m.safetensors", "--columns", "weightwatcher"], folder: folder.path(""))
    #expect(run.code == 3 && run.output == "" && run.errors.contains("0.weight"))
  }
}
