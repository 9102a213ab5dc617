import TestSupport
import Testing

@testable import TensorFiles

private func fixture(_ name: String) -> String { Fixtures.url("interop/numpy/\(name).npz").path }

@Suite struct NpzFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("NumPy's archives give the weights, stored or deflated", arguments: ["torch_names", "mlp", "mlp_compressed"])
  func numpyArchives(name: String) throws {
    let file = try TensorFiles.open(fixture(name))
    let keys = ["0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias"]
    #expect(file.tensors.map(\.name) == (name == "torch_names" ? keys : ["W0", "b0", "W1", "b1", "W2", "b2"]))
    let weights = try referenceWeights()
    for (tensor, key) in zip(file.tensors, keys) { #expect(try file.values(of: tensor) == weights[key]) }
  }

  @Test func batchesOfADeflatedMemberAreThoseOfTheWhole() throws {
    let file = try TensorFiles.open(fixture("mlp_compressed"))
    let tensor = try file.tensor(named: "W1")
    let whole = try file.values(of: tensor)
    for start in stride(from: 0, to: 192, by: 32) {
      #expect(try file.values(of: tensor, elements: start..<start + 32) == Array(whole[start..<start + 32]))
    }
  }

  @Test func severalThreadsMayReadAtOnce() async throws {
    #expect(try await threadsAgree(on: try TensorFiles.open(fixture("mlp_compressed"))))
  }

  @Test func membersThatAreNoArraysAreListedButNotRead() throws {
    let array = npyBytes(descr: "'|u1'", shape: "(2,)", data: [3, 4])
    let archive = zipBytes([.init("notes.txt", [65, 66, 67]), .init("a.npy", array, method: 8)])
    let file = try TensorFiles.open(folder.write(archive, "f.npz"))
    #expect(file.tensors.map(\.name) == ["notes.txt", "a"])
    #expect(file.tensors[0].elementType == nil)
    #expect(try file.values(of: file.tensors[1]) == [3, 4])
    #expect(throws: TensorFileError.self) { try file.values(of: file.tensors[0]) }
  }

  @Test func anObjectArrayDoesNotHideTheOthers() throws {
    let archive = zipBytes([
      .init("o.npy", npyBytes(descr: "'|O'", shape: "(2,)", data: [1, 2, 3])),
      .init("a.npy", npyBytes(descr: "'|u1'", shape: "(1,)", data: [7])),
    ])
    let file = try TensorFiles.open(folder.write(archive, "f.npz"))
    #expect(try file.values(of: file.tensors[1]) == [7])
    #expect(throws: TensorFileError.pickledObjects(path: file.path, tensor: "o")) {
      try file.values(of: file.tensors[0])
    }
  }
}

@Suite struct NpzFileAttackTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let array = npyBytes(descr: "'|u1'", shape: "(3,)", data: [1, 2, 3])
  private var path: String { folder.path("f.npz") }

  private func fault(_ members: ZipMember...) throws -> TensorFileError? { try fault(zipBytes(members)) }

  private func fault(_ bytes: [UInt8]) throws -> TensorFileError? {
    let path = try folder.write(bytes, "f.npz")
    return #expect(throws: TensorFileError.self) {
      let file = try TensorFiles.open(path)
      for tensor in file.tensors { _ = try file.values(of: tensor) }
    }
  }

  @Test("a member that announces more than deflate can expand to is refused before it is inflated")
  func zipBomb() throws {
    var member = ZipMember("a.npy", array, method: 8)
    member.announcedSize = 4_000_000_000
    let compressed = UInt64(deflatedBytes(array).count)
    #expect(
      try fault(member)
        == .implausibleExpansion(path: path, tensor: "a", compressed: compressed, announced: 4_000_000_000))
  }

  @Test("an array header that asks for more than its member has is refused before any allocation", arguments: [0, 8])
  func headerAgainstMember(method: Int) throws {
    let bytes = npyBytes(descr: "'<f8'", shape: "(1000000000,)", data: [0, 0, 0, 0, 0, 0, 0, 0])
    let error = try fault(ZipMember("a.npy", bytes, method: UInt16(method)))
    #expect(
      error
        == .sizeMismatch(path: path, tensor: "a", expected: bytes.count - 8 + 8_000_000_000, found: bytes.count))
  }

  @Test("a stored member whose two sizes differ is refused")
  func storedSizes() throws {
    var member = ZipMember("a.npy", array)
    member.announcedSize = UInt32(array.count + 1)
    #expect(try fault(member) != nil)
  }

  @Test("a member that inflates to fewer or more bytes than announced is refused", arguments: [-1, 1])
  func inflatedSize(difference: Int) throws {
    // The header agrees with the announced size; only the compressed data disagrees.
    let announced = npyBytes(descr: "'|u1'", shape: "(\(3 + difference),)", data: [1, 2, 3])
    var member = ZipMember("a.npy", announced, method: 8)
    member.announcedSize = UInt32(announced.count + difference)
    guard case .corruptData(path, "a", _) = try fault(member) else {
      Issue.record("wrong cause")
      return
    }
  }

  @Test("damaged data is found by its checksum", arguments: [0, 8])
  func checksum(method: Int) throws {
    var member = ZipMember("a.npy", array, method: UInt16(method))
    member.checksum = 1
    guard case .corruptData(path, "a", _) = try fault(member) else {
      Issue.record("wrong cause")
      return
    }
  }

  @Test("an encrypted member is refused")
  func encryption() throws {
    var member = ZipMember("a.npy", array)
    member.flags = 1
    #expect(try fault(member) == .encryptedMember(path: path, tensor: "a"))
  }

  @Test("compression other than deflate is refused", arguments: [1, 12, 14, 93])
  func compression(method: Int) throws {
    #expect(
      try fault(ZipMember("a.npy", array, method: UInt16(method)))
        == .unsupportedCompression(path: path, tensor: "a", method: method))
  }

  @Test("two members of one name are refused")
  func duplicates() throws {
    #expect(
      try fault(ZipMember("a.npy", array), ZipMember("a.npy", array)) == .duplicateTensor(path: path, tensor: "a"))
  }

  @Test("a member that is named like an array but is none is refused")
  func notAnArray() throws {
    let error = try fault(ZipMember("a.npy", Array("hello, this is text".utf8)))
    #expect(
      error
        == .malformedHeader(path: path, tensor: "a", offset: 0, reason: "does not begin like a NumPy array"))
  }

  @Test("no truncation of an honest archive is ever accepted")
  func everyTruncation() throws {
    let whole = zipBytes([.init("a.npy", array, method: 8)])
    for count in 0..<whole.count { #expect(try fault(Array(whole[..<count])) != nil) }
  }

  @Test("no changed byte of an archive crashes the reader")
  func everyChangedByte() throws {
    let whole = zipBytes([.init("a.npy", array, method: 8)])
    for place in whole.indices {
      for value in [UInt8(0), 0x7F, 0xFF] {
        var bytes = whole
        bytes[place] = value
        let path = try folder.write(bytes, "f.npz")
        // Some changes are harmless (dates, for instance); none may give other values without an error.
        guard let file = try? TensorFiles.open(path) else { continue }
        for tensor in file.tensors where tensor.name == "a" {
          if let values = try? file.values(of: tensor) { #expect(values == [1, 2, 3], "byte \(place) = \(value)") }
        }
      }
    }
  }
}
