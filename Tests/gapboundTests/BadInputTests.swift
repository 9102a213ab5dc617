import Foundation
import TestSupport
import Testing

/// Every refusal names the file and the tensor, has its documented exit code, and leaves nothing written.
@Suite struct BadInputTests {
  static let samples = "0.5,1,0\n1,0.25,1\n0.75,0.5,0\n"

  /// A checkpoint file of these bytes beside good samples; the report's folder must not appear.
  private func analyze(
    _ bytes: [UInt8], samples: String = samples, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> CommandRun {
    let folder = try TemporaryFolder()
    let model = try folder.write(bytes, "model.safetensors")
    let data = try folder.write(samples, "train.csv")
    let target = folder.path("report")
    let run = try CommandRun(["analyze", model, "--train", data, "--output", target])
    #expect(!FileManager.default.fileExists(atPath: target), "something was written", sourceLocation: sourceLocation)
    #expect(run.output == "", sourceLocation: sourceLocation)
    return run
  }

  private let good = safetensorsBytes([("0.weight", [2, 2], [1, 0, 0, 1]), ("0.bias", [2], [0, 0])])

  @Test("a truncated file") func truncated() throws {
    let run = try analyze(Array(good.dropLast(4)))
    #expect(
      run.code == 3
        && run.errors.contains("model.safetensors: tensor \"0.bias\": ends at byte 48 of the data, which has 44"))
  }

  @Test("a header longer than the file") func hugeHeader() throws {
    let run = try analyze(safetensorsBytes(header: "{}", headerLength: 1 << 62))
    #expect(run.code == 3 && run.errors.contains("header"))
  }

  @Test("tensors that overlap") func overlapping() throws {
    let header = """
      {"a.weight":{"dtype":"F64","shape":[1,2],"data_offsets":[0,16]},"b.weight":{"dtype":"F64","shape":[2,1],"data_offsets":[8,24]}}
      """
    let run = try analyze(safetensorsBytes(header: header, data: Array(repeating: 0, count: 24)))
    #expect(run.code == 3 && run.errors.contains("b.weight") && run.errors.contains("overlap"))
  }

  @Test("a shape whose product overflows") func overflow() throws {
    let header = "{\"a.weight\":{\"dtype\":\"F64\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}"
    let run = try analyze(safetensorsBytes(header: header))
    #expect(run.code == 3 && run.errors.contains("a.weight") && run.errors.contains("too large"))
  }

  @Test("a zero side does not excuse an overflow of the others") func zeroSide() throws {
    let header = "{\"a.weight\":{\"dtype\":\"F64\",\"shape\":[0,4611686018427387904,4],\"data_offsets\":[0,0]}}"
    let run = try analyze(safetensorsBytes(header: header))
    #expect(run.code == 3 && run.errors.contains("a.weight") && run.errors.contains("too large"))
  }

  @Test("aliases of aliases in gapbound.yaml are refused before they are followed") func yamlBomb() throws {
    let folder = try TemporaryFolder()
    let model = try folder.write(good, "m.safetensors")
    _ = try folder.write("a: &a [0,0]\nb: &b [*a,*a]\n? *b\n: 1\n", "gapbound.yaml")
    let run = try CommandRun(["analyze", model])
    #expect(run.code == 2 && run.errors.contains("line 1: anchors and aliases are not allowed"))
  }

  @Test(
    "an anchor in gapbound.yaml is found behind what looks like a comment or has other line ends",
    arguments: [
      "# CRLF\r\na: &a [0,0]\r\n", "a: [\"#\", &a [0,0]]\n", "# CR\ra: &a [0,0]\r", "a: [\"\n# \", &a [0]]\n",
      "a: !!seq &a [0]\n", "\u{FEFF}&a [0]\n",
    ])
  func hiddenAnchor(_ text: String) throws {
    let folder = try TemporaryFolder()
    let model = try folder.write(good, "m.safetensors")
    let run = try CommandRun(["analyze", model, "--config", folder.write(text, "c.yaml")])
    #expect(run.code == 2 && run.errors.contains("anchors and aliases are not allowed"))
  }

  @Test("a gapbound.yaml nested 100000 deep, in brackets or in dashes, is refused and overflows no stack")
  func deepYAML() throws {
    let folder = try TemporaryFolder()
    let model = try folder.write(good, "m.safetensors")
    for deep in ["[", "{", "- ", "? ", "{a: "] {
      let text = String(repeating: deep, count: 100_000)
      let run = try CommandRun(["analyze", model, "--config", folder.write(text, "c.yaml")])
      #expect(run.code == 3 && run.errors.contains("not YAML"))
    }
  }

  @Test("a gapbound.yaml without end is read no further than settings can be long") func endlessYAML() throws {
    let folder = try TemporaryFolder()
    let model = try folder.write(good, "m.safetensors")
    let run = try CommandRun(["analyze", model, "--config", "/dev/zero"])
    #expect(run.code == 3 && run.errors.contains("/dev/zero: longer than 1048576 bytes"))
  }

  @Test("a NaN weight") func nan() throws {
    let run = try analyze(safetensorsBytes([("0.weight", [2, 2], [1, .nan, 0, 1])]))
    #expect(run.code == 3 && run.errors.contains("layer 0.weight: weight entry (0, 1) is nan"))
  }

  @Test("weights of 1e200 whose logits overflow") func logitOverflow() throws {
    let run = try analyze(
      safetensorsBytes([("0.weight", [2, 2], [1e200, 1e200, 1e200, 0]), ("1.weight", [2, 2], [1e200, 0, 0, 1e200])]))
    #expect(run.code == 3 && run.errors.contains("the forward pass leaves the range of doubles at sample 0 of"))
  }

  @Test("shapes that do not chain") func chain() throws {
    let run = try analyze(safetensorsBytes(shapes: [("0.weight", [3, 2]), ("2.weight", [2, 4])]))
    #expect(run.code == 3 && run.errors.contains("0.weight has 3 outputs, 2.weight expects 4 inputs"))
  }

  @Test("a label out of range") func label() throws {
    let run = try analyze(good, samples: "1,1,0\n1,1,7\n")
    #expect(run.code == 3 && run.errors.contains("label 7 of sample 1") && run.errors.contains("2 outputs"))
  }

  @Test("another number of features than inputs") func width() throws {
    let run = try analyze(good, samples: "1,1,1,0\n")
    #expect(run.code == 3 && run.errors.contains("expects 2 inputs") && run.errors.contains("3 features"))
  }

  @Test("a feature that is not a number names line and column") func csv() throws {
    let run = try analyze(good, samples: "1,1,0\n1,x,1\n")
    #expect(run.code == 3 && run.errors.contains("train.csv:2: column 2"))
  }

  @Test(
    "values that are refused: 2",
    arguments: [
      ["--epsilon", "-0.1"], ["--epsilon", "nan"], ["--epsilon", "0.1,inf"], ["--epsilon", "much"], ["--delta", "0"],
      ["--delta", "1"], ["--margin-scale", "-1"], ["--margin-scale", "p0"], ["--activation", "frobnicate"],
      ["--layers", "0", "--epsilon", "1"], ["--threads", "0"], ["--format", "pdf"], ["--layout", "sideways"],
      ["--scale", "inf"], ["--layer-epsilon", "0.1,-0.1"], ["--epsilon", "1", "--layer-epsilon", "1"],
    ])
  func usage(_ flags: [String]) throws {
    let folder = try TemporaryFolder()
    let model = try folder.write(good, "model.safetensors")
    let data = try folder.write(Self.samples, "train.csv")
    let run = try CommandRun(["analyze", model, "--train", data, "--output", folder.path("report")] + flags)
    #expect(run.code == 2, "\(run.errors)")
    #expect(run.errors.contains(flags[0]) && run.output == "")
    #expect(!FileManager.default.fileExists(atPath: folder.path("report")))
  }

  @Test("an unknown flag is the argument parser's 64") func unknownFlag() throws {
    #expect(try CommandRun(["analyze", "x", "--frobnicate"]).code == 64)
  }

  @Test("no training data: 2") func noData() throws {
    let folder = try TemporaryFolder()
    let run = try CommandRun(["analyze", try folder.write(good, "m.safetensors")], folder: folder.path(""))
    #expect(run.code == 2 && run.errors.contains("--train"))
  }

  @Test("data that do not exist: 3") func missingData() throws {
    let folder = try TemporaryFolder()
    let run = try CommandRun(["analyze", try folder.write(good, "m.safetensors"), "--train", folder.path("no.npz")])
    #expect(run.code == 3 && run.errors.contains("no.npz") && run.errors.contains("no such file"))
  }

  @Test("an empty folder: 5; a folder of other files: 5 with the reason of each; no such path: 3") func nothing() throws
  {
    let folder = try TemporaryFolder()
    #expect(try CommandRun(["norms", folder.path("")]).code == 5)
    _ = try folder.write("x", "model.gguf")
    let run = try CommandRun(["norms", folder.path("")])
    #expect(run.code == 5 && run.errors.contains("model.gguf: checkpoint format .gguf is not read"))
    #expect(try CommandRun(["norms", folder.path("missing")]).code == 3)
  }

  @Test("an unknown activation in the metadata: 3, with the names that are known") func activation() throws {
    let bytes = safetensorsBytes(
      [("0.weight", [2, 2], [1, 0, 0, 1]), ("1.weight", [2, 2], [1, 0, 0, 1])], metadata: ["activation": "frobnicate"])
    let run = try analyze(bytes)
    #expect(run.code == 3 && run.errors.contains("frobnicate") && run.errors.contains("softplus"))
  }

  @Test("tanh: risks are reported, no bound applies: 4") func outside() throws {
    let folder = try TemporaryFolder()
    let bytes = safetensorsBytes([("0.weight", [2, 2], [1, 0, 0, 1]), ("1.weight", [2, 2], [1, 0, 0, 1])])
    let model = try folder.write(bytes, "m.safetensors")
    let data = try folder.write(Self.samples, "train.csv")
    let run = try CommandRun(["analyze", model, "--train", data, "--activation", "tanh", "--json"])
    #expect(run.code == 4 && run.errors.contains("activation tanh takes negative values"))
    #expect(run.output.contains("\"not_applicable\""))
  }

  @Test("tanh in a single layer is no obstacle: there is no activation") func singleLayer() throws {
    let folder = try TemporaryFolder()
    let bytes = safetensorsBytes([("0.weight", [2, 2], [1, 0, 0, 1])], metadata: ["activation": "tanh"])
    let model = try folder.write(bytes, "m.safetensors")
    let data = try folder.write(Self.samples, "train.csv")
    let run = try CommandRun(["analyze", model, "--train", data, "--epsilon", "0.01", "--json"])
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.contains("none (single layer)"))
  }

  @Test("one broken file of two: the report is written, the broken one is named: 3") func partly() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(good, "epoch-1.safetensors")
    _ = try folder.write(Array(good.dropLast()), "epoch-2.safetensors")
    let run = try CommandRun(["norms", folder.path(""), "--json"])
    #expect(run.code == 3 && run.errors.contains("1 of 2 files could not be analysed"))
    #expect(run.output.contains("\"failed\"") && run.output.contains("epoch-1"))
  }

  @Test("gapbound.yaml: an unknown key and a wrong value name file and line") func config() throws {
    let folder = try TemporaryFolder()
    let model = try folder.write(good, "m.safetensors")
    _ = try folder.write(Self.samples, "train.csv")
    _ = try folder.write("data:\n  train: train.csv\nepsilonn: 1\n", "gapbound.yaml")
    let unknown = try CommandRun(["analyze", model])
    #expect(unknown.code == 2 && unknown.errors.contains("line 3") && unknown.errors.contains("epsilonn"))
    _ = try folder.write("data: {train: train.csv}\nepsilon: [0.1, -1]\n", "gapbound.yaml")
    let negative = try CommandRun(["analyze", model])
    #expect(negative.code == 2 && negative.errors.contains("gapbound.yaml line 2, epsilon: \"-1\""))
    _ = try folder.write("data: {train: train.csv", "gapbound.yaml")
    #expect(try CommandRun(["analyze", model]).code == 3)
  }
}
