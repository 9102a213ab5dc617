import Foundation
import TestSupport
import Testing

@testable import TensorFiles

@Suite struct TorchRefusalTests {
  private func fault(_ name: String) -> TensorFileError? {
    #expect(throws: TensorFileError.self) { try TensorFiles.open(torchFixture(name)) }
  }

  @Test(
    "a file that calls a function which can run code is refused by the function's name",
    arguments: [
      ("HOSTILE_os_system.pt", "posix.system"), ("HOSTILE_eval.pt", "builtins.eval"),
      ("HOSTILE_eval_python2.pt", "__builtin__.eval"), ("HOSTILE_getattr_chain.pt", "builtins.getattr"),
      ("HOSTILE_partial.pt", "os.system"), ("HOSTILE_inst.pt", "os.system"), ("HOSTILE_obj.pt", "os.system"),
      ("HOSTILE_newobj.pt", "subprocess.Popen"), ("HOSTILE_stack_global.bin", "os.system"),
      ("HOSTILE_nested_pickle.pt", "pickle.loads"), ("HOSTILE_legacy.pt", "posix.system"),
    ])
  func hostile(name: String, call: String) {
    let path = torchFixture(name)
    #expect(fault(name) == .hostilePickle(path: path, call: call))
    #expect(fault(name)?.description == "\(path): calls \(call): refused, nothing was run")
  }

  @Test(
    "a pickle that breaks the format is refused with the reason",
    arguments: [
      ("BROKEN_deep_nesting.pt", "nested more than 200 deep"), ("BROKEN_memo_unset.pt", "memo 4294967295"),
      ("BROKEN_long4.pt", "2147483647 bytes announced"), ("BROKEN_long4_negative.pt", "a negative length"),
      ("BROKEN_binunicode8.pt", "9223372036854775808 bytes announced"), ("BROKEN_extension.pt", "extension registry"),
      ("BROKEN_buffer.pt", "buffers are not in the file"), ("BROKEN_stack_underflow.pt", "the stack is empty"),
    ])
  func malformed(name: String, reason: String) {
    guard case .malformedPickle(_, _, let found)? = fault(name) else {
      Issue.record("\(name)")
      return
    }
    #expect(found.contains(reason), "\(found)")
  }

  @Test("ten to the fortieth paths to one tensor are not followed")
  func billionLaughs() {
    let path = torchFixture("BROKEN_billion_laughs_tensor.pt")
    let limit = TorchContents.memoryLimit(fileByteCount: 1508)
    #expect(fault("BROKEN_billion_laughs_tensor.pt") == .memoryLimit(path: path, limit: limit))
  }

  @Test("a tensor outside of its storage, or with negative numbers, is refused")
  func tensors() {
    func path(_ name: String) -> String { torchFixture("BROKEN_\(name).pt") }
    #expect(
      fault("BROKEN_storage_bounds.pt")
        == .sizeMismatch(path: path("storage_bounds"), tensor: "w", expected: 20, found: 16))
    #expect(
      fault("BROKEN_tensor_bounds.pt")
        == .offsetOutOfBounds(path: path("tensor_bounds"), tensor: "w", end: 20, limit: 16))
    #expect(
      fault("BROKEN_offset_bounds.pt")
        == .offsetOutOfBounds(path: path("offset_bounds"), tensor: "w", end: 20, limit: 16))
    #expect(
      fault("BROKEN_negative_side.pt") == .shapeOverflow(path: path("negative_side"), tensor: "w", shape: [-2]))
    #expect(
      fault("BROKEN_shape_overflow.pt")
        == .shapeOverflow(path: path("shape_overflow"), tensor: "w", shape: [1 << 40, 1 << 40]))
  }

  @Test(
    "a tensor that makes no sense is refused with the reason",
    arguments: [
      ("negative_stride", "negative"), ("negative_offset", "negative"), ("offset_overflow", "too large"),
      ("storage_missing", "storage \"7\""), ("storage_traversal", "passwd"),
    ])
  func senseless(name: String, reason: String) {
    guard case .malformedTensor(_, "w", let found)? = fault("BROKEN_\(name).pt") else {
      Issue.record("\(name)")
      return
    }
    #expect(found.contains(reason), "\(found)")
  }

  @Test("archives with two members of a name, another byte order, no pickle, or another format")
  func archives() throws {
    func path(_ name: String) -> String { torchFixture(name) }
    #expect(
      fault("BROKEN_duplicate_member.pt")
        == .malformedArchive(path: path("BROKEN_duplicate_member.pt"), reason: "two members are called archive/data/0"))
    #expect(fault("BROKEN_byteorder.pt")?.description.contains("\"middle\", neither little nor big") == true)
    #expect(fault("BROKEN_no_pickle.pt")?.description.contains("no data.pkl") == true)
    #expect(fault("BROKEN_old_tar.tar")?.description.contains("tar is not read") == true)
    #expect(fault("BROKEN_empty.pt") == .empty(path: path("BROKEN_empty.pt")))
    #expect(fault("BROKEN_truncated.pt") != nil)
  }

  @Test("a changed byte of a storage is found by its checksum")
  func checksum() throws {
    let folder = try TemporaryFolder()
    var bytes = try Array(Data(contentsOf: Fixtures.url("interop/torch/mlp.pt")))
    let weights = try #require(try referenceWeights()["0.weight"])
    let first = littleEndian(Float(weights[0]).bitPattern) + littleEndian(Float(weights[1]).bitPattern)
    let place = try #require(bytes.indices.dropLast(8).first { Array(bytes[$0..<$0 + 8]) == first })
    bytes[place + 1] ^= 1
    let file = try TensorFiles.open(folder.write(bytes, "m.pt"))
    #expect(
      throws: TensorFileError.corruptData(
        path: file.path, tensor: "0.weight", reason: "the checksum (CRC-32) is another")
    ) {
      try file.values(of: file.tensor(named: "0.weight"))
    }
  }

  /// The archive of `deflated.pt` with another member for its storage.
  private func archive(_ change: (inout ZipMember) -> Void) throws -> (
    path: String, byteCount: Int, folder: TemporaryFolder
  ) {
    let folder = try TemporaryFolder()
    let original = try ZipArchive(path: torchFixture("deflated.pt"))
    let members = try original.members.map { member in
      var copy = ZipMember(member.name, try original.contents(of: member, name: member.name))
      if member.name.hasSuffix("/data/0") { change(&copy) }
      return copy
    }
    let bytes = zipBytes(members)
    return (try folder.write(bytes, "m.pt"), bytes.count, folder)
  }

  @Test("a storage whose member announces more than deflate can expand to, or is encrypted, is refused unread")
  func storageMembers() throws {
    let bomb = try archive {
      $0.method = 8
      $0.announcedSize = .max - 1
    }
    let error = #expect(throws: TensorFileError.self) { try TensorFiles.open(bomb.path) }
    guard case .implausibleExpansion(bomb.path, "archive/data/0", _, UInt64(UInt32.max - 1))? = error else {
      Issue.record("\(error?.description ?? "")")
      return
    }
    let encrypted = try archive { $0.flags = 1 }
    #expect(throws: TensorFileError.encryptedMember(path: encrypted.path, tensor: "archive/data/0")) {
      try TensorFiles.open(encrypted.path)
    }
  }

  @Test("a storage that expands to far more memory than the file has bytes is refused unread") func expansion() throws {
    let bomb = try archive {
      $0 = ZipMember($0.name, [UInt8](repeating: 0, count: 40_000), method: 8)
      $0.announcedSize = 40_000_000
    }
    let limit = TorchContents.memoryLimit(fileByteCount: bomb.byteCount)
    #expect(throws: TensorFileError.memoryLimit(path: bomb.path, limit: limit)) { try TensorFiles.open(bomb.path) }
  }

  @Test("a pickle may not take far more memory than its file: small instructions that make large objects")
  func memory() throws {
    let folder = try TemporaryFolder()
    // A megabyte of empty lists, then lists around one another.
    let bytes = [0x80, 0x02] + [UInt8](repeating: 0x5D, count: 1 << 20) + [0x2E]
    let path = try folder.write(bytes, "m.pt")
    let limit = TorchContents.memoryLimit(fileByteCount: bytes.count)
    #expect(throws: TensorFileError.memoryLimit(path: path, limit: limit)) { try TensorFiles.open(path) }
  }

  @Test("many tensors that share a few bytes may not ask for hours of reading")
  func sharing() throws {
    let folder = try TemporaryFolder()
    let names = "cnumpy.core.multiarray\n_reconstruct\np1\n0cnumpy\nndarray\np2\n0cnumpy\ndtype\n(Vu1\ntRp3\n0"
    let text = "V" + String(repeating: "a", count: 1 << 20) + "\np0\n0"
    let array = "g1\n(g2\n(tVb\ntR(I1\n(I1048576\ntg3\nI00\ng0\ntb"
    let bytes = [0x80, 0x02] + Array((names + text + "(" + String(repeating: array, count: 100) + "l.").utf8)
    let path = try folder.write(bytes, "m.bin")
    #expect(throws: TensorFileError.memoryLimit(path: path, limit: 64 * bytes.count)) { try TensorFiles.open(path) }
  }

  @Test(
    "a file cut at any byte is refused, and never crashes the reader",
    arguments: ["mlp_legacy_nonzip.pt", "big_endian.pt", "numpy_pickle.bin"])
  func truncated(name: String) throws {
    let folder = try TemporaryFolder()
    let bytes = try Array(Data(contentsOf: Fixtures.url("interop/torch/\(name)")))
    for count in bytes.indices {
      let path = try folder.write(Array(bytes[..<count]), "m.pt")
      #expect(throws: TensorFileError.self, "\(count) bytes") { try TensorFiles.open(path) }
    }
  }
}
