import Certification
import Checkpoints
import Foundation
import MatrixNorms
import Networks
import TensorFiles
import TestSupport
import Testing

@testable import Analysis

@Suite struct ModelQuantizationTests {
  /// `Scripts/make_quantization_cases.py`.
  private struct Reference: Decodable {
    struct Case: Decodable {
      let bits: Int
      let scheme: String
      let weights: [[[Double]]]
    }
    let weights: [[[Double]]]
    let cases: [Case]

    static func read() throws -> Reference {
      try JSONDecoder().decode(Reference.self, from: Data(contentsOf: Fixtures.url("certify/quantization.json")))
    }
  }

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(_ path: String) throws -> OpenCheckpoint {
    try OpenCheckpoint(CheckpointFile(path: path, label: "m", series: "s"), manifest: .init())
  }

  private func model(
    _ tensors: [(name: String, shape: [Int], values: [Double])], metadata: [String: String] = [:]
  ) throws -> OpenCheckpoint {
    try open(folder.write(safetensorsBytes(tensors, metadata: metadata), "m.safetensors"))
  }

  /// What is read back from the file.
  private func written(_ model: ModelQuantization) throws -> OpenCheckpoint {
    try model.write(to: folder.path("q.safetensors"))
    return try open(folder.path("q.safetensors"))
  }

  @Test("the numbers of exact rational codes, bit for bit: 2, 4, 8 and 16 bits in every scheme") func reference() throws
  {
    let reference = try Reference.read()
    let biases = [[0.1, 0.2, 0.3, 0.4], [1, -2, 3]]
    let model = try model([
      ("0.weight", [4, 5], reference.weights[0].flatMap(\.self)), ("0.bias", [4], biases[0]),
      ("1.weight", [3, 4], reference.weights[1].flatMap(\.self)), ("1.bias", [3], biases[1]),
    ])
    #expect(reference.cases.count == 16)
    for expected in reference.cases {
      let scheme = try #require(QuantizationScheme(expected.scheme))
      let network = try written(
        ModelQuantization(of: model, Quantization(bits: expected.bits, scheme: scheme))
      ).network()
      #expect(network.layers.map(\.weight) == expected.weights.map { Matrix($0) }, "\(expected.bits) \(scheme)")
      #expect(network.layers.map(\.bias) == biases)
    }
  }

  @Test("the file lies in the ball of half a step, and the ball that reaches it is as large as the error that is told")
  func ball() throws {
    let model = try open(Fixtures.url("certify/a_bias.safetensors").path)
    let trained = try model.network()
    for (bits, scheme) in [(2, QuantizationScheme.perTensor), (4, .group(32)), (8, .perChannel), (16, .perTensor)] {
      let quantization = Quantization(bits: bits, scheme: scheme)
      let quantized = try ModelQuantization(of: model, quantization)
      let reached = try LayerRadius.between(trained, and: written(quantized).network())
      for (layer, radius) in zip(trained.layers, reached) {
        let half = quantization.radius(of: layer.weight)
        guard case .entries(let E) = radius.weight else { return #expect(Bool(false)) }
        for i in 0..<E.rows { for j in 0..<E.columns { #expect(E[i, j] <= half[i, j]) } }
      }
      #expect(reached.map(\.weight.largest) == quantized.losses.map(\.largestError))
      #expect(reached.allSatisfy { $0.bias == nil })
    }
  }

  @Test("metadata and precision: 2 bits of float32 weights stay float32, 4 bits need float64") func file() throws {
    let model = try model(
      [("0.weight", [2, 2], [0.5, -1, 0.75, 0.25]), ("1.weight", [2, 2], [1, 0.3, 0, 1])],
      metadata: ["activation": "tanh"])
    let quantized = try ModelQuantization(of: model, Quantization(bits: 2, scheme: .group(1)))
    try quantized.write(to: folder.path("q.safetensors"), metadata: ["gapbound": "1"])
    let file = try TensorFiles.open(folder.path("q.safetensors"))
    #expect(file.tensors.map(\.storedType) == ["F32", "F64"])  // 0.3 is no float32
    let digest = try sha256(ofFile: folder.path("m.safetensors"))
    #expect(
      file.metadata == [
        "activation": "tanh", "activation_source": "file metadata", "bits": "2", "scheme": "group:1", "gapbound": "1",
        "source_sha256": digest, "writer": "gapbound",
      ])
    #expect(try open(folder.path("q.safetensors")).network().activation == .tanh)
    let four = try written(ModelQuantization(of: model, Quantization(bits: 4, scheme: .perTensor)))
    #expect(try TensorFiles.open(four.file.path).tensors.map(\.storedType) == ["F64", "F64"])
  }

  @Test("a single output is written as the model has it, without the row of zeros") func singleOutput() throws {
    let model = try model([("0.weight", [1, 3], [0.3, -1, 0.001]), ("0.bias", [1], [0.25])])
    for scheme in [QuantizationScheme.perTensor, .perChannel, .group(2)] {
      let back = try written(ModelQuantization(of: model, Quantization(bits: 2, scheme: scheme)))
      let weight = try TensorFiles.open(back.file.path)["0.weight"]
      #expect(weight?.shape == [1, 3])
      #expect(try back.network().layers[0].weight == Matrix([[0, 0, 0], [0, -1, scheme == .group(2) ? 0.001 : 0]]))
      #expect(try back.network().layers[0].bias == [0, 0.25])
    }
  }

  @Test("refused: a convolution, what is no network, a rounded weight beyond the doubles") func refusals() throws {
    let quantization = Quantization(bits: 8, scheme: .perChannel)
    let convolution = Fixtures.url("interop/onnx/conv_flatten.onnx").path
    let image = try open(convolution)
    #expect(throws: ModelQuantizationError.convolution(path: convolution, layer: "k")) {
      try ModelQuantization(of: image, quantization)
    }
    let squares = try model([("b.weight", [2, 2], [1, 2, 3, 4]), ("a.weight", [2, 2], [1, 2, 3, 4])])
    let error = #expect(throws: ModelQuantizationError.self) { try ModelQuantization(of: squares, quantization) }
    #expect("\(error!)".contains("several orders of the layers fit their shapes"))
    // 3 · fl(max / 3) rounds beyond the largest double.
    let huge = try model([("0.weight", [2, 1], [.greatestFiniteMagnitude, 1])])
    let overflow = #expect(throws: ModelQuantizationError.self) {
      try ModelQuantization(of: huge, Quantization(bits: 3, scheme: .perChannel))
    }
    #expect("\(overflow!)".hasPrefix(huge.file.path) && "\(overflow!)".contains("0.weight"))
  }
}
