import Foundation
import TestSupport
import Testing

@testable import TensorFiles

@Suite struct SafetensorsWriterTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Doubles with every kind of bit pattern.
  private let awkward: [Double] = [
    0, -0.0, 1, -1.5, 0.1, .pi, .leastNonzeroMagnitude, -.leastNormalMagnitude, .greatestFiniteMagnitude, .infinity,
    -.infinity, 0x1.000001p0,
  ]

  @Test("what is written is read: names, shapes, bits, metadata") func roundTrip() throws {
    let tensors = [
      TensorValues(name: "fc.2.weight", shape: [3, 4], values: awkward),
      TensorValues(name: "a \"quoted\\ name\"\n\u{1}é", shape: [], values: [0.25]),
      TensorValues(name: "empty", shape: [0, 5], values: []),
    ]
    let metadata = ["activation": "relu", "note": "line 1\nline \"2\"\t\\"]
    let path = folder.path("m.safetensors")
    try SafetensorsWriter.write(tensors, metadata: metadata, to: path)
    let file = try TensorFiles.open(path)
    #expect(file.metadata == metadata)
    #expect(file.tensors.count == 3)
    for tensor in tensors {
      let stored = try file.tensor(named: tensor.name)
      #expect(stored.shape == tensor.shape && stored.storedType == "F64")
      #expect(try file.values(of: stored).map(\.bitPattern) == tensor.values.map(\.bitPattern))
    }
  }

  @Test("the bytes of one number 1.0 named w: length 56 in 8 bytes, 56 bytes of header, 00 … F0 3F") func bytes() throws
  {
    let bytes = try SafetensorsWriter.bytes(
      [TensorValues(name: "w", shape: [1], values: [1])], metadata: [:], precision: .double, path: "")
    let header = #"{"w":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}  "#
    #expect(header.utf8.count == 56)
    #expect(bytes == [56, 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + [0, 0, 0, 0, 0, 0, 0xF0, 0x3F])
  }

  @Test("headers are padded to multiples of eight, keys sorted whatever the order", arguments: 0..<9)
  func padded(length: Int) throws {
    let tensors = [("b" + String(repeating: "x", count: length), 1.0), ("a", 2.0)].map {
      TensorValues(name: $0, shape: [], values: [$1])
    }
    let bytes = try SafetensorsWriter.bytes(tensors, metadata: ["z": "1", "y": "2"], precision: .double, path: "")
    #expect((bytes.count - 16) % 8 == 0 && bytes[0] % 8 == 0)
    let text = String(decoding: bytes[8..<8 + Int(bytes[0])], as: UTF8.self)
    #expect(text.hasPrefix(#"{"__metadata__":{"y":"2","z":"1"},"a":"#))
    #expect(
      try bytes
        == SafetensorsWriter.bytes(tensors.reversed(), metadata: ["y": "2", "z": "1"], precision: .double, path: ""))
  }

  @Test("float32 where no bit is lost: 1.5 and 2⁻¹⁴⁹ are, 0.1 and NaN are not") func shortest() throws {
    let path = folder.path("m.safetensors")
    let tensors = [
      TensorValues(name: "short", shape: [3], values: [1.5, -0x1p-149, -.infinity]),
      TensorValues(name: "long", shape: [2], values: [1.5, 0.1]),
      TensorValues(name: "nan", shape: [1], values: [.nan]),
    ]
    try SafetensorsWriter.write(tensors, precision: .shortest, to: path)
    let file = try TensorFiles.open(path)
    #expect(tensors.map { file[$0.name]?.storedType } == ["F32", "F64", "F64"])
    #expect(try file.values(of: file.tensor(named: "short")) == tensors[0].values)
    #expect(try file.values(of: file.tensor(named: "long")) == tensors[1].values)
  }

  @Test("a name twice is refused, and nothing is written") func duplicate() throws {
    let path = folder.path("m.safetensors")
    let one = TensorValues(name: "w", shape: [], values: [1])
    #expect(throws: TensorFileWriteError.duplicateTensor(path: path, tensor: "w")) {
      try SafetensorsWriter.write([one, one], to: path)
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("an old file is replaced and nothing else is left; a missing folder is named") func replaced() throws {
    let path = try folder.write("old", "m.safetensors")
    try SafetensorsWriter.write([TensorValues(name: "w", shape: [], values: [7])], to: path)
    let file = try TensorFiles.open(path)
    #expect(try file.values(of: file.tensor(named: "w")) == [7])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: URL(filePath: path).deletingLastPathComponent().path)
        == ["m.safetensors"])
    let missing = folder.path("none/m.safetensors")
    let error = #expect(throws: TensorFileWriteError.self) { try SafetensorsWriter.write([], to: missing) }
    #expect(error?.description.hasPrefix("cannot write \(missing): ") == true)
  }
}
