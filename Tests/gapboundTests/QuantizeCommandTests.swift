import Foundation
import TestSupport
import Testing

/// `gapbound quantize` as a whole command, and the way from a trained model to a certificate for the rounded one.
@Suite struct QuantizeCommandTests {
  private static let trained = Fixtures.url("certify/a_bias.safetensors").path
  /// One scale of 1/64 for layer 0 at 8 bits per tensor: codes 127, 1, 0, −32; 1 for layer 1: codes 127, −2, 0, 1.
  private static let model = safetensorsBytes(
    [
      ("0.weight", [2, 2], [1.984375, 0.01171875, -0.00390625, -0.5]), ("0.bias", [2], [0, 0.5]),
      ("1.weight", [2, 2], [127, -1.75, 0.25, 1]),
    ], metadata: ["activation": "relu"])

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    _ = try folder.write(Self.model, "m.safetensors")
  }

  private func quantize(_ arguments: [String], environment: [String: String] = [:]) throws -> CommandRun {
    try CommandRun(["quantize"] + arguments, environment: environment, folder: folder.path(""))
  }

  private var files: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path("")).sorted() }
  }

  @Test("the whole output: errors 1/256 and 1/4, half steps 1/128 and 1/2, one zero of four in each layer")
  func output() throws {
    let run = try quantize(["m.safetensors", "--bits", "8", "--scheme", "per-tensor"])
    #expect(run.code == 0 && run.errors == "wrote m-int8-per-tensor.safetensors\n")
    #expect(
      run.output == """
        # gapbound quantization: 8 bits per-tensor

        | layer    | weights | scales | largest error | largest radius | zero codes |
        | -------- | ------: | -----: | ------------: | -------------: | ---------: |
        | 0.weight |   2 × 2 |      1 |      0.003906 |       0.007813 |    25.00 % |
        | 1.weight |   2 × 2 |      1 |          0.25 |         0.5000 |    25.00 % |

        A weight w is stored as s·q with a whole code q; a layer's weights share so many scales s. The error is |w − s·q|; \
        the radius is half a step s/2, which no error exceeds. Zero codes are weights that are lost.

        - gapbound 0.1.0, command `quantize`
        - model: m.safetensors, SHA-256 85c6c1a29db0aa64b41d569d77d29bce772a2d3ef538a28b4b98ba900a179408
        - activation: relu (file metadata)
        - biases: stay as they are
        - written: m-int8-per-tensor.safetensors

        ## Coverage

        Nothing was skipped.

        | path          | tensor   | status   | reason                                      |
        | ------------- | -------- | -------- | ------------------------------------------- |
        | m.safetensors | 0.weight | analysed | weight of layer 1 of 2 (natural name order) |
        | m.safetensors | 0.bias   | analysed | bias of layer 1                             |
        | m.safetensors | 1.weight | analysed | weight of layer 2 of 2 (natural name order) |

        """)
  }

  @Test("JSON as its schema says, with all digits") func json() throws {
    let run = try quantize(["m.safetensors", "--bits", "8", "--scheme", "per-tensor", "--json", "-o", "q.safetensors"])
    let document = try JSONValue(parsing: run.output)
    let root = Fixtures.root.deletingLastPathComponent().deletingLastPathComponent()
    let schema = try String(contentsOf: root.appending(path: "Schemas/quantization.schema.json"), encoding: .utf8)
    #expect(try JSONSchemaValidator(schema: JSONValue(parsing: schema)).complaints(about: document) == [])
    #expect(document["output"] == .string("q.safetensors"))
    #expect(document["layers"]?[1]?["largest_error"] == .number(0.25))
  }

  /// What `certify --json` says about one ball by one method.
  private struct Certified: Decodable {
    struct Model: Decodable {
      struct Ball: Decodable {
        struct Radius: Decodable { let largest: Double }
        let radii: [Radius]
      }
      let balls: [Ball]
    }
    struct Sample: Decodable { let certified_margin: [String: Double?] }
    let models: [Model]
    let samples: [Sample]
  }

  private func certify(_ ball: [String]) throws -> Certified {
    let run = try CommandRun(
      [
        "certify", Self.trained, "--data", Fixtures.url("certify/digits.npz").path, "--scale", "0.0625", "--samples",
        "4", "--method", "interval", "--attack", "none", "--json",
      ] + ball)
    #expect(run.code == 0, "\(run.errors)")
    return try JSONDecoder().decode(Certified.self, from: Data(run.output.utf8))
  }

  @Test(
    "the loop: the ball that reaches the written model is within half a step, and no sample's margin is lower",
    arguments: [("2", "per-tensor"), ("4", "group:32"), ("8", "per-channel"), ("8", "group:7"), ("16", "per-tensor")])
  func loop(bits: String, scheme: String) throws {
    let ball = ["--bits", bits, "--scheme", scheme]
    let quantized = folder.path("q.safetensors")
    let run = try quantize([Self.trained, "--output", quantized] + ball)
    #expect(run.code == 0, "\(run.errors)")
    let (promised, closed) = (try certify(ball), try certify(["--against", quantized]))
    for (half, reached) in zip(promised.models[0].balls[0].radii, closed.models[0].balls[0].radii) {
      #expect(reached.largest <= half.largest && reached.largest > half.largest / 2)
    }
    // Both bounds have round-off of their own taken off: up to some 1e-12 of themselves.
    for (half, reached) in zip(promised.samples, closed.samples) {
      let (lower, upper) = (half.certified_margin["interval"]!!, reached.certified_margin["interval"]!!)
      #expect(upper >= lower - 1e-9 * abs(lower))
    }
  }

  @Test("tanh is quantized like any other activation, a single output too") func otherNetworks() throws {
    let model = safetensorsBytes([("0.weight", [2, 2], [1, 2, 3, 4]), ("1.weight", [1, 2], [5, -6])])
    _ = try folder.write(model, "t.safetensors")
    let run = try quantize(["t.safetensors", "--bits", "4", "--activation", "tanh"])
    #expect(run.code == 0 && run.output.contains("activation: tanh (--activation)"))
    #expect(run.output.contains("1 × 2"))
  }

  @Test("bits and scheme from the environment and from the section certify; several numbers of bits are refused")
  func settings() throws {
    let run = try quantize(["m.safetensors"], environment: ["GAPBOUND_BITS": "3", "GAPBOUND_SCHEME": "group:2"])
    #expect(run.code == 0 && run.errors == "wrote m-int3-group-2.safetensors\n")
    _ = try folder.write("certify: {bits: 5}\noutput: reports\n", "gapbound.yaml")
    #expect(try quantize(["m.safetensors"]).errors == "wrote m-int5-per-channel.safetensors\n")
    _ = try folder.write("certify: {bits: [4, 8]}\n", "gapbound.yaml")
    let several = try quantize(["m.safetensors"])
    #expect(several.code == 2 && several.errors.contains("bits: \"4,8\": expected one number of bits, 2 to 16"))
  }

  @Test("a name that was not given replaces nothing, one that was given does") func replacing() throws {
    let arguments = ["m.safetensors", "--bits", "8"]
    #expect(try quantize(arguments).code == 0)
    let again = try quantize(arguments)
    #expect(again.code == 2 && again.errors.contains("m-int8-per-channel.safetensors is there already"))
    #expect(try quantize(arguments + ["--output", "m-int8-per-channel.safetensors"]).code == 0)
  }

  @Test(
    "refused, with nothing written",
    arguments: [
      (["m.safetensors"], 2, "how many bits has a code? Give --bits"),
      (["m.safetensors", "--bits", "1"], 2, "--bits: \"1\": expected a number of bits, 2 to 16"),
      (["m.safetensors", "--bits", "17"], 2, "--bits: \"17\": expected a number of bits, 2 to 16"),
      (["m.safetensors", "--bits", "7.5"], 2, "--bits: \"7.5\""),
      (["m.safetensors", "--bits", "8", "--scheme", "group:0"], 2, "--scheme: \"group:0\""),
      (["m.safetensors", "--bits", "8", "-o", "m.safetensors"], 2, "--output: \"m.safetensors\": is the model itself"),
      (["m.safetensors", "--bits", "8", "-o", "./x/../m.safetensors"], 2, "is the model itself"),
      (["m.safetensors", "--bits", "8", "-o", "l.safetensors"], 2, "is the model itself"),
      (["l.safetensors", "--bits", "8", "-o", "m.safetensors"], 2, "is the model itself"),
      (["m.safetensors", "--bits", "8", "-o", "x"], 2, "--output: \"x\": is a folder"),
      (["m.safetensors", "--bits", "8", "-o", "y/"], 2, "--output: \"y/\": is a folder"),
      (["m.safetensors", "--bits", "8", "-o", "q.pt"], 2, "expected a name that ends in .safetensors"),
      (["m.safetensors", "--bits", "8", "-o", "y/q.safetensors"], 3, "cannot write y/q.safetensors"),
      (["none.pt", "--bits", "8"], 3, "none.pt: no such file or folder"),
      (["broken.safetensors", "--bits", "8"], 3, "broken.safetensors"),
      (["x", "--bits", "8"], 5, "nothing to analyse"),
      ([".", "--bits", "8"], 2, "holds 3 checkpoints; name one, such as"),
    ] as [([String], Int32, String)])
  func refusals(_ arguments: [String], _ code: Int32, _ message: String) throws {
    _ = try folder.write(Array(Self.model.dropLast(3)), "broken.safetensors")
    try FileManager.default.createDirectory(atPath: folder.path("x"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("l.safetensors"), withDestinationPath: "m.safetensors")
    let before = try files
    let run = try quantize(arguments)
    #expect(run.code == code && run.output.isEmpty)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(try files == before)
    #expect(try Data(contentsOf: URL(filePath: folder.path("m.safetensors"))) == Data(Self.model))
  }

  @Test(
    "the name leaves out what tells the format",
    arguments: [("a.b.safetensors", "a.b"), ("m.pth.tar.safetensors", "m"), ("M.SafeTensors", "M")])
  func names(_ name: String, _ stem: String) throws {
    _ = try folder.write(Self.model, name)
    #expect(try quantize([name, "--bits", "8"]).errors == "wrote \(stem)-int8-per-channel.safetensors\n")
  }
}
