import TestSupport
import Testing

@testable import TensorFiles

private func fixture(_ name: String) -> String { Fixtures.url("interop/numpy/\(name).npy").path }

@Suite struct NpyFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func values(_ path: String) throws -> [Double] {
    let file = try TensorFiles.open(path)
    return try file.values(of: file.tensors[0])
  }

  @Test("NumPy's file gives the weights", arguments: ["W0_f4", "W0_f8", "W0_fortran", "W0_v2header"])
  func numpyFile(name: String) throws {
    let file = try TensorFiles.open(fixture(name))
    #expect(file.tensors.map(\.name) == [name])
    #expect(file.tensors[0].shape == [16, 8])
    let weights = try #require(try referenceWeights()["0.weight"])
    #expect(try values(fixture(name)) == weights)
  }

  @Test func halvesIntegersBooleansAndScalars() throws {
    let weights = try #require(try referenceWeights()["0.weight"])
    #expect(try values(fixture("W0_f2")) == weights.map { Double(Float16($0)) })
    #expect(try values(fixture("i8")) == [0, 1, 2, 3, 4, 5])
    #expect(try values(fixture("bool")) == [1, 0])
    #expect(try values(fixture("scalar")) == [2.5])
    #expect(try TensorFiles.open(fixture("scalar")).tensors[0].shape == [])
  }

  @Test("all three versions and byte orders are read", arguments: [UInt8(1), 2, 3])
  func versions(version: UInt8) throws {
    let data = bigEndian(Int32(-7)) + bigEndian(Int32(9))
    let bytes = npyBytes(descr: "'>i4'", shape: "(2,)", data: data, version: version)
    #expect(try values(folder.write(bytes, "a.npy")) == [-7, 9])
  }

  @Test("an object array is listed but never unpickled")
  func objectArray() throws {
    let file = try TensorFiles.open(fixture("HOSTILE_object_array"))
    let tensor = file.tensors[0]
    #expect(tensor.elementType == nil)
    let error = #expect(throws: TensorFileError.pickledObjects(path: file.path, tensor: tensor.name)) {
      try file.values(of: tensor)
    }
    #expect(error?.description.contains("pickled object array: not read, since unpickling can execute code") == true)
  }

  @Test(
    "structured, complex, string and date arrays are refused by their type",
    arguments: ["[('a', '<f4'), ('b', '<i4', (2, 3))]", "'<c8'", "'<U5'", "'|S3'", "'<M8[ns]'", "'|V2'", "'<f16'"])
  func unreadableTypes(descr: String) throws {
    let file = try TensorFiles.open(folder.write(npyBytes(descr: descr, shape: "(2,)"), "a.npy"))
    let error = #expect(throws: TensorFileError.self) { try file.values(of: file.tensors[0]) }
    guard case .unreadableElementType = error else {
      Issue.record("wrong cause: \(String(describing: error))")
      return
    }
  }
}

@Suite struct NpyFileAttackTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func fault(_ bytes: [UInt8]) throws -> TensorFileError? {
    let path = try folder.write(bytes, "a.npy")
    return #expect(throws: TensorFileError.self) { try TensorFiles.open(path) }
  }

  private var path: String { folder.path("a.npy") }

  @Test("a shape of 2^62 elements is refused before any allocation")
  func hugeShape() throws {
    let error = try fault(npyBytes(shape: "(4611686018427387904,)"))
    #expect(error == .shapeOverflow(path: path, tensor: "a", shape: [1 << 62]))
  }

  @Test("a shape larger than the file is refused")
  func shapeBeyondFile() throws {
    let bytes = npyBytes(shape: "(1000000, 1000000)", data: [0, 0, 0, 0])
    let error = try fault(bytes)
    let end = UInt64(bytes.count - 4) + 4_000_000_000_000
    #expect(
      error
        == .truncated(path: path, part: "the array of shape [1000000, 1000000]", needed: end, found: bytes.count))
  }

  @Test("bytes after the array are refused")
  func trailingBytes() throws {
    let bytes = npyBytes(descr: "'|u1'", shape: "(1,)", data: [1, 2])
    #expect(try fault(bytes) == .trailingBytes(path: path, expected: bytes.count - 1, found: bytes.count))
  }

  @Test("a header of 4 GiB is refused before any allocation")
  func hugeHeader() throws {
    let error = try fault(npyBytes(header: "{}", version: 2, length: 4_294_967_295))
    #expect(error == .headerTooLong(path: path, length: 4_294_967_295, limit: 10000))
  }

  @Test("a header longer than the file is refused")
  func headerBeyondFile() throws {
    #expect(
      try fault(npyBytes(header: "{}", length: 100))
        == .truncated(path: path, part: "the array header", needed: 110, found: 12))
  }

  @Test("a newer version is refused")
  func version() throws {
    #expect(try fault(npyBytes(shape: "()", version: 4)) == .unsupportedVersion(path: path, version: 4))
  }

  @Test("another file type is refused by its first bytes")
  func signature() throws {
    #expect(try fault(Array("PK\u{3}\u{4}".utf8)) == .wrongSignature(path: path, format: "a NumPy array"))
  }

  @Test("no truncation of an honest file is ever accepted")
  func everyTruncation() throws {
    let whole = npyBytes(descr: "'<f8'", shape: "(1, 1)", data: littleEndian(Double.pi.bitPattern))
    for count in 0..<whole.count { #expect(try fault(Array(whole[..<count])) != nil) }
  }
}
