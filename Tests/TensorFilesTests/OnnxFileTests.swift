import Foundation
import TestSupport
import Testing

@testable import TensorFiles

private func interop(_ name: String) -> String { Fixtures.url("interop/onnx/\(name).onnx").path }
private func hostile(_ name: String) -> String { Fixtures.url("onnx/hostile/\(name).onnx").path }

@Suite struct OnnxFileTests {
  @Test(
    "every writer's file gives the reference weights bit by bit",
    arguments: [
      "gemm", "gemm_external_data", "gemm_float_data", "sigmoid", "softmax_tail", "softplus", "UNSUPPORTED_tanh",
      "torch_export_dynamo", "torch_export_torchscript",
    ])
  func referenceValues(name: String) throws {
    let file = try TensorFiles.open(interop(name))
    let expected = try referenceWeights()
    #expect(file.tensors.count == expected.count)
    for (place, layer) in ["0", "2", "4"].enumerated() {
      let torch = file["\(layer).weight"] != nil
      let weight = try file.tensor(named: torch ? "\(layer).weight" : "W\(place)")
      let bias = try file.tensor(named: torch ? "\(layer).bias" : "b\(place)")
      #expect(try file.values(of: weight) == expected["\(layer).weight"])
      #expect(try file.values(of: bias) == expected["\(layer).bias"])
      #expect(try file.values(of: weight, elements: 5..<9) == Array(expected["\(layer).weight"]![5..<9]))
    }
  }

  @Test func weightsOfMatMulAreStoredByInputs() throws {
    let file = try TensorFiles.open(interop("matmul_add"))
    let expected = try referenceWeights()["0.weight"]!
    #expect(file["W0"]?.shape == [8, 16])
    #expect(try file.values(of: file.tensor(named: "W0")) == (0..<128).map { expected[$0 % 16 * 8 + $0 / 16] })
  }

  @Test("every element type, as raw bytes and as typed data")
  func elementTypes() throws {
    let file = try TensorFiles.open(Fixtures.url("onnx/models/element_types.onnx").path)
    let expected: [String: [Double]] = [
      "float64": [1.5, -2], "uint8": [0, 255], "int8": [-128, 127], "uint16": [0, 65535], "int16": [-32768, 32767],
      "int32": [-2_147_483_648, 2_147_483_647], "int64": [-5, 0x1p53], "uint32": [0, 4_294_967_295],
      "uint64": [0, 0x1p53], "bool": [1, 0], "float16": [0.5, -65504],
    ]
    for (type, values) in expected {
      for kind in ["raw", "typed"] {
        #expect(try file.values(of: file.tensor(named: "\(kind)_\(type)")) == values, "\(kind) \(type)")
      }
    }
    #expect(try file.values(of: file.tensor(named: "scalar")) == [3.5])
    #expect(file["scalar"]?.shape == [] && file["empty"]?.shape == [0, 4])
    #expect(try file.values(of: file.tensor(named: "empty")).isEmpty)
    for (name, type) in [
      ("text", "STRING"), ("complex", "COMPLEX64"), ("future", "number 99"), ("sparse", "sparse FLOAT"),
    ] {
      #expect(throws: TensorFileError.unreadableElementType(path: file.path, tensor: name, storedType: type)) {
        try file.values(of: file.tensor(named: name))
      }
    }
  }

  @Test("half precision in int32_data is the rounded or cut float32")
  func halfPrecision() throws {
    let file = try TensorFiles.open(Fixtures.url("onnx/models/half_typed_data.onnx").path)
    for value in try file.values(of: file.tensor(named: "W")) { #expect(Double(Float16(value)) == value && value != 0) }
    for value in try file.values(of: file.tensor(named: "V")) {
      #expect(Float(value).bitPattern & 0xFFFF == 0 && value != 0 && abs(value) < 4)
    }
    #expect(file.tensors.map(\.elementType) == [.float16, .bfloat16])
  }

  @Test func constantNodesAreTensors() throws {
    let file = try TensorFiles.open(Fixtures.url("onnx/models/constant_nodes.onnx").path)
    #expect(file.tensors.map(\.name) == ["W", "half", "b", "to", "axis", "text"])
    #expect(try file.values(of: file.tensor(named: "half")) == [0.5])
    #expect(try file.values(of: file.tensor(named: "b")) == [1, 2, 3, 4])
    #expect(try file.values(of: file.tensor(named: "to")) == [-1, 8])
    #expect(file["text"]?.elementType == nil)
    guard case .graph(let graph) = file.structure else { throw CocoaError(.featureUnsupported) }
    #expect(graph.nodes.map(\.operation) == ["Reshape", "Mul", "MatMul", "Add"])
    #expect(graph.smallConstants["axis"] == [1] && graph.smallConstants["W"]?.count == 32)
  }

  @Test func theGraphIsToldAsItStands() throws {
    guard case .graph(let graph) = try TensorFiles.open(interop("torch_export_torchscript")).structure else {
      throw CocoaError(.featureUnsupported)
    }
    #expect(graph.inputs == [.init(name: "x", shape: [nil, 8])])
    #expect(graph.outputs == [.init(name: "logits", shape: [nil, 3])])
    #expect(graph.operatorSetVersion == 20)
    #expect(graph.nodes.map(\.name) == ["/0/Gemm", "/1/Relu", "/2/Gemm", "/3/Relu", "/4/Gemm"])
    #expect(graph.nodes[0].inputs == ["x", "0.weight", "0.bias"])
    #expect(graph.nodes[0].attributes == ["alpha": .float(1), "beta": .float(1), "transB": .integer(1)])
    #expect(graph.smallConstants["0.bias"]?.count == 16 && graph.smallConstants["0.weight"] == nil)
  }

  @Test func remarksNameVersionsProducerAndOtherFiles() throws {
    let file = try TensorFiles.open(interop("gemm_external_data"))
    #expect(
      file.remarks == [
        "ONNX, IR version 8, operator set 17, written by gapbound-fixtures", "values in gemm_external_data.bin",
      ])
    #expect(file.files == [interop("gemm_external_data"), Fixtures.url("interop/onnx/gemm_external_data.bin").path])
    #expect(file.metadata == ["producer": "gapbound-fixtures"])
    let tail = try TensorFiles.open(Fixtures.url("onnx/models/tail_skl2onnx.onnx").path)
    #expect(tail.remarks.last == "also operators of ai.onnx.ml")
  }
}

@Suite struct OnnxAttackTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static func external(_ name: String, _ location: String, _ reason: String) -> TensorFileError {
    .externalData(path: hostile(name), tensor: "W", location: location, reason: reason)
  }

  static let faults: [(name: String, fault: TensorFileError)] = [
    (
      "external_parent",
      external(
        "external_parent", "../hostile/external.bin", "the location must be a relative path inside the model's folder")
    ),
    (
      "external_absolute",
      external("external_absolute", "/etc/passwd", "the location must be a relative path inside the model's folder")
    ),
    ("external_missing", external("external_missing", "missing.bin", "no such file")),
    ("external_nameless", external("external_nameless", "", "no location is given")),
    ("external_folder", external("external_folder", ".", "the location leads out of the model's folder")),
    (
      "external_negative_offset",
      external("external_negative_offset", "external.bin", "offset \"-4\" is no byte count")
    ),
    ("external_beyond", .offsetOutOfBounds(path: hostile("external_beyond"), tensor: "W", end: 192, limit: 128)),
    (
      "external_huge_offset",
      .offsetOutOfBounds(path: hostile("external_huge_offset"), tensor: "W", end: .max, limit: 128)
    ),
    ("external_length", .sizeMismatch(path: hostile("external_length"), tensor: "W", expected: 128, found: 127)),
    ("dims_huge", .sizeMismatch(path: hostile("dims_huge"), tensor: "W", expected: 1 << 42, found: 0)),
    ("dims_overflow", .shapeOverflow(path: hostile("dims_overflow"), tensor: "W", shape: [1 << 32, 1 << 32])),
    ("dims_overflow_bytes", .shapeOverflow(path: hostile("dims_overflow_bytes"), tensor: "W", shape: [1 << 61])),
    ("dims_negative", .malformedModel(path: hostile("dims_negative"), tensor: "W", reason: "a side of -1")),
    ("raw_too_short", .sizeMismatch(path: hostile("raw_too_short"), tensor: "W", expected: 128, found: 3)),
    ("typed_too_short", .sizeMismatch(path: hostile("typed_too_short"), tensor: "W", expected: 128, found: 8)),
    ("duplicate_initializer", .duplicateTensor(path: hostile("duplicate_initializer"), tensor: "W")),
  ]

  @Test("sizes, places and names that cannot be are refused, with the cause", arguments: faults.map(\.name))
  func refused(name: String) throws {
    #expect(throws: Self.faults.first { $0.name == name }!.fault) { try TensorFiles.open(hostile(name)) }
  }

  @Test func subgraphsAThousandDeepAreSteppedOver() throws {
    let file = try TensorFiles.open(hostile("nested_subgraphs"))
    #expect(file.tensors.map(\.name) == ["W"])
  }

  @Test("a link out of the folder is not followed, one inside is")
  func links() throws {
    let model = try Data(contentsOf: URL(filePath: hostile("external_fine")))
    let values = try Data(contentsOf: Fixtures.url("onnx/hostile/external.bin"))
    let inner = URL(filePath: folder.path("inner"))
    let link = inner.appending(path: "external.bin")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    try model.write(to: inner.appending(path: "m.onnx"))
    try values.write(to: URL(filePath: folder.path("outside.bin")))
    try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "../outside.bin")
    let path = inner.appending(path: "m.onnx").path
    let fault = TensorFileError.externalData(
      path: path, tensor: "W", location: "external.bin", reason: "the location leads out of the model's folder")
    #expect(throws: fault) { try TensorFiles.open(path) }

    try FileManager.default.removeItem(at: link)
    try values.write(to: inner.appending(path: "inside.bin"))
    try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "inside.bin")
    let file = try TensorFiles.open(path)
    #expect(try file.values(of: file.tensor(named: "W")).count == 32)
  }

  // Bytes of protobuf messages, by hand.

  private func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
    var length: [UInt8] = []
    var rest = content.count
    repeat {
      length.append(UInt8(rest & 127) | (rest > 127 ? 128 : 0))
      rest >>= 7
    } while rest > 0
    return [number << 3 | 2] + length + content
  }

  private func fault(_ bytes: [UInt8]) throws -> String? {
    let path = try folder.write(bytes, "m.onnx")
    return #expect(throws: TensorFileError.self) { try TensorFiles.open(path) }?.description
  }

  @Test("a million empty nodes, which would take 400 bytes each, are refused before they are parsed")
  func manySmallMessages() throws {
    let nodes = Array(repeating: [0x0A, 0x00] as [UInt8], count: 1_000_000).flatMap { $0 }
    #expect(try fault(field(7, nodes))?.contains("more small messages than a model of 2000004 bytes may have") == true)
  }

  @Test("a list in a million packed pieces, which would be copied a million times, is refused")
  func packedPieces() throws {
    let piece = field(4, [0, 0, 0, 0])
    let tensor = Array(repeating: piece, count: 1_000_000).flatMap { $0 }
    #expect(try fault(field(7, field(5, tensor)))?.contains("field 4 is given twice") == true)
  }

  @Test("a tensor with a million sides is refused")
  func manySides() throws {
    let tensor = field(1, Array(repeating: 1, count: 1_000_000)) + [0x10, 1]
    #expect(try fault(field(7, field(5, tensor)))?.contains("1000000 sides, more than 64") == true)
  }

  @Test func brokenFraming() throws {
    #expect(try fault(field(7, []) + field(7, []))?.contains("field 7 is given twice") == true)
    #expect(try fault([0x3A, 0x05, 0x0A])?.contains("a field ends beyond its message") == true)
    #expect(try fault([0x3A, 0x02, 0x0A, 0x7F])?.contains("a field ends beyond its message") == true)
    #expect(try fault([0x3A] + Array(repeating: 0xFF, count: 20))?.contains("a number breaks off") == true)
    #expect(try fault([0x3B])?.contains("no protobuf field") == true)
    #expect(try fault(field(7, field(5, field(8, [0xFF]))))?.contains("protobuf") == true)
    #expect(try fault(Array("not a model".utf8)) != nil)
    #expect(try fault([])?.contains("the file is empty") == true)
    #expect(try fault([0x08, 0x08])?.contains("it has no graph") == true)
  }

  @Test("no truncation crashes the reader")
  func everyTruncation() throws {
    let whole = try Array(Data(contentsOf: URL(filePath: interop("gemm"))))
    for count in stride(from: 0, to: whole.count, by: 7) {
      #expect(throws: TensorFileError.self) {
        try TensorFiles.open(folder.write(Array(whole[..<count]), "m.onnx"))
      }
    }
  }
}
