import TensorFiles
import TestSupport
import Testing

private func fixture(_ name: String) -> String { Fixtures.url("interop/safetensors/\(name).safetensors").path }

@Suite struct SafetensorsTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("the official writer's file gives its weights bit by bit", arguments: ["model", "no_metadata"])
  func officialFile(name: String) throws {
    let file = try TensorFiles.open(fixture(name))
    let expected = try referenceWeights()
    #expect(Set(file.tensors.map(\.name)) == Set(expected.keys))
    #expect(file["0.weight"]?.shape == [16, 8])
    for tensor in file.tensors { #expect(try file.values(of: tensor) == expected[tensor.name]) }
  }

  @Test func metadataIsAMapOfStrings() throws {
    #expect(try TensorFiles.open(fixture("model")).metadata == ["format": "pt", "epoch": "8"])
    #expect(try TensorFiles.open(fixture("no_metadata")).metadata.isEmpty)
  }

  @Test func halfPrecisionWeightsAreTheRoundedOnes() throws {
    let half = try TensorFiles.open(fixture("f16"))
    let brain = try TensorFiles.open(fixture("bf16"))
    for (name, weights) in try referenceWeights() {
      #expect(try half.values(of: half.tensor(named: name)) == weights.map { Double(Float16($0)) })
      let rounded = weights.map { weight in
        // To nearest, ties to even.
        let bits = Float(weight).bitPattern
        return Double(Float(bitPattern: (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF_0000))
      }
      #expect(try brain.values(of: brain.tensor(named: name)) == rounded)
    }
  }

  @Test func everyReadableTypeConvertsAndOthersAreListedButRefused() throws {
    let file = try TensorFiles.open(fixture("dtypes"))
    #expect(try file.values(of: file.tensor(named: "scalar")).count == 1)
    #expect(try file.values(of: file.tensor(named: "empty")).isEmpty)
    #expect(file["scalar"]?.shape == [])
    #expect(try file.values(of: file.tensor(named: "f64")).count == 128)
    for name in ["i64", "i32", "i16", "i8", "u8", "bool"] {
      let values = try file.values(of: file.tensor(named: name))
      #expect(values.allSatisfy { $0 == $0.rounded() })
    }
    for (name, type) in [("c64", "C64"), ("f8e4m3", "F8_E4M3"), ("f8e5m2", "F8_E5M2")] {
      #expect(file[name]?.elementType == nil)
      #expect(
        throws: TensorFileError.unreadableElementType(path: file.path, tensor: name, storedType: type)
      ) { try file.values(of: file.tensor(named: name)) }
    }
  }

  @Test func tensorsStandInTheOrderOfTheirData() throws {
    let header =
      #"{"b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]},"z":{"dtype":"U8","shape":[0],"data_offsets":[1,1]},"#
      + #""a":{"dtype":"U8","shape":[1],"data_offsets":[2,3]},"c":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}   "#
    let file = try TensorFiles.open(folder.write(safetensorsBytes(header: header, data: [7, 8, 9]), "m.safetensors"))
    #expect(file.tensors.map(\.name) == ["c", "z", "b", "a"])
    #expect(try file.values(of: file.tensor(named: "a")) == [9])
  }

  @Test func aPartOfATensorIsThatPartOfTheWhole() throws {
    let file = try TensorFiles.open(fixture("model"))
    let tensor = try file.tensor(named: "2.weight")
    let whole = try file.values(of: tensor)
    for range in [0..<0, 0..<1, 5..<33, 191..<192, 0..<192] {
      #expect(try file.values(of: tensor, elements: range) == Array(whole[range]))
    }
  }

  @Test func anUnknownNameIsAnErrorThatListsTheNames() throws {
    let file = try TensorFiles.open(fixture("f16"))
    let error = #expect(throws: TensorFileError.self) { try file.tensor(named: "nope") }
    #expect(error?.description.contains("0.bias, 0.weight") == true)
  }
}

@Suite struct SafetensorsAttackTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func fault(_ bytes: [UInt8]) throws -> TensorFileError? {
    let path = try folder.write(bytes, "m.safetensors")
    return #expect(throws: TensorFileError.self) { try TensorFiles.open(path) }
  }

  private var path: String { folder.path("m.safetensors") }

  private func header(_ type: String, _ shape: String, _ start: String, _ end: String) -> String {
    #"{"t":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[\#(start),\#(end)]}}"#
  }

  @Test("header length 2^63 is refused before any allocation")
  func hugeHeader() throws {
    let error = try fault(safetensorsBytes(header: "{}", headerLength: 1 << 63))
    #expect(error == .headerTooLong(path: path, length: 1 << 63, limit: 100_000_000))
  }

  @Test("header length 2^64 - 1 does not overflow")
  func maximalHeader() throws {
    let error = try fault(safetensorsBytes(header: "{}", headerLength: .max))
    #expect(error == .headerTooLong(path: path, length: .max, limit: 100_000_000))
  }

  @Test("a header longer than the file is refused")
  func headerBeyondFile() throws {
    let error = try fault(safetensorsBytes(header: "{}", headerLength: 1000))
    #expect(error == .truncated(path: path, part: "the header", needed: 1008, found: 10))
  }

  @Test("a file shorter than the header's length is refused")
  func sevenBytes() throws {
    #expect(
      try fault([1, 2, 3, 4, 5, 6, 7]) == .truncated(path: path, part: "the header's length", needed: 8, found: 7))
  }

  @Test("a header length that is off by a few bytes is refused")
  func brokenFixtures() throws {
    #expect(throws: TensorFileError.self) { try TensorFiles.open(fixture("BROKEN_header_len")) }
    let error = #expect(throws: TensorFileError.self) { try TensorFiles.open(fixture("BROKEN_truncated")) }
    guard case .offsetOutOfBounds(_, let tensor, let end, let limit) = error else {
      return #expect(error == nil, "wrong cause")
    }
    #expect((tensor, end, limit) == ("4.weight", 1548, 1448))
  }

  @Test("a shape whose product overflows is refused")
  func overflowingShape() throws {
    let error = try fault(safetensorsBytes(header: header("F32", "[4294967296,4294967296]", "0", "0")))
    #expect(error == .shapeOverflow(path: path, tensor: "t", shape: [1 << 32, 1 << 32]))
  }

  @Test("a shape whose bytes overflow is refused")
  func overflowingBytes() throws {
    let error = try fault(safetensorsBytes(header: header("F64", "[4611686018427387904]", "0", "0")))
    #expect(error == .shapeOverflow(path: path, tensor: "t", shape: [1 << 62]))
  }

  @Test("a tensor larger than its bytes is refused")
  func sizeMismatch() throws {
    let error = try fault(safetensorsBytes(header: header("F32", "[3]", "0", "8"), data: Array(repeating: 0, count: 8)))
    #expect(error == .sizeMismatch(path: path, tensor: "t", expected: 12, found: 8))
  }

  @Test("a type below a byte that ends within one is refused")
  func halfAByte() throws {
    let error = try fault(safetensorsBytes(header: header("F4", "[3]", "0", "1"), data: [0]))
    #expect(error == .sizeMismatch(path: path, tensor: "t", expected: 2, found: 1))
  }

  @Test("a hole before a tensor is refused")
  func hole() throws {
    let error = try fault(safetensorsBytes(header: header("U8", "[1]", "4", "5"), data: [0, 0, 0, 0, 0]))
    #expect(error == .offsetMismatch(path: path, tensor: "t", expected: 0, found: 4))
  }

  @Test("overlapping tensors are refused")
  func overlap() throws {
    let header =
      #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#
    let error = try fault(safetensorsBytes(header: header, data: [0, 0, 0]))
    #expect(error == .offsetMismatch(path: path, tensor: "b", expected: 2, found: 1))
  }

  @Test("bytes after the last tensor are refused")
  func trailingBytes() throws {
    let text = header("U8", "[1]", "0", "1")
    let error = try fault(safetensorsBytes(header: text, data: [0, 0]))
    #expect(error == .trailingBytes(path: path, expected: 9 + text.utf8.count, found: 10 + text.utf8.count))
  }

  @Test("offsets beyond 63 bits are refused")
  func hugeOffset() throws {
    let error = try fault(safetensorsBytes(header: header("U8", "[1]", "0", "99999999999999999999")))
    #expect(error?.description.contains("does not fit in 63 bits") == true)
  }

  @Test(
    "headers that break the grammar are refused",
    arguments: [
      "", "[]", "{", "{}x", #"{"t":1}"#, #"{"t":{}}"#, #"{"t":{"dtype":"U8","shape":[1]}}"#,
      #"{"t":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}"#,
      #"{"t":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}}"#,
      #"{"t":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}}"#,
      #"{"t":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}"#, #"{"__metadata__":{"a":1}}"#, "  {}",
    ])
  func malformedHeader(text: String) throws {
    guard case .malformedHeader = try fault(safetensorsBytes(header: text)) else {
      Issue.record("wrong cause")
      return
    }
  }

  @Test("a name that appears twice is refused")
  func duplicateName() throws {
    let entry = #""t":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}"#
    let error = try fault(safetensorsBytes(header: "{\(entry),\(entry)}"))
    #expect(error?.description.contains(#"duplicate key "t""#) == true)
  }

  @Test("deep nesting in an unknown key does not overflow the stack")
  func deepNesting() throws {
    let deep = String(repeating: "[", count: 100_000)
    let error = try fault(safetensorsBytes(header: #"{"t":{"extra":\#(deep)"#))
    #expect(error?.description.contains("nested more than 32 deep") == true)
  }

  @Test("no truncation of an honest file is ever accepted")
  func everyTruncation() throws {
    let whole = safetensorsBytes(header: header("U8", "[3]", "0", "3"), data: [1, 2, 3])
    for count in 0..<whole.count { #expect(try fault(Array(whole[..<count])) != nil) }
  }
}
