import Foundation
import TestSupport
import Testing

@testable import TensorFiles

private func fixture(_ name: String) -> String { Fixtures.url("interop/keras/\(name)").path }

/// A (16 × 8) matrix by rows and its transpose.
private func transposed(_ values: [Double], columns: Int) -> [Double] {
  (0..<columns).flatMap { column in stride(from: column, to: values.count, by: columns).map { values[$0] } }
}

@Suite struct HDF5FileTests {
  @Test("legacy Keras files give the weights, (in × out)", arguments: ["mlp_legacy.h5", "keras2_legacy.h5"])
  func legacy(name: String) throws {
    let file = try TensorFiles.open(fixture(name))
    let weights = try referenceWeights()
    for (layer, key, columns) in [("0", "0", 8), ("1", "2", 16), ("2", "4", 12)] {
      let group =
        name == "mlp_legacy.h5"
        ? "model_weights/\(["fc0", "fc1", "logits"][Int(layer)!])"
        : "model_weights/dense\(layer == "0" ? "" : "_\(layer)")"
      let kernel = try #require(file.tensors.first { $0.name.hasPrefix(group + "/") && $0.name.contains("kernel") })
      let bias = try #require(file.tensors.first { $0.name.hasPrefix(group + "/") && $0.name.contains("bias") })
      #expect(try file.values(of: kernel) == transposed(weights["\(key).weight"]!, columns: columns))
      #expect(try file.values(of: bias) == weights["\(key).bias"])
    }
  }

  @Test("attributes of the root are metadata, the configuration is structure, training_config is neither")
  func attributes() throws {
    let file = try TensorFiles.open(fixture("keras2_legacy.h5"))
    #expect(file.metadata == ["keras_version": "2.11.0", "backend": "tensorflow", "epoch": "8"])
    guard case .keras(let description) = file.structure else { throw Missing() }
    #expect(description.configuration.hasPrefix("{\"class_name\": \"Functional\""))
    #expect(
      description.weights["dense_1"]
        == ["model_weights/dense_1/dense_1/kernel:0", "model_weights/dense_1/dense_1/bias:0"])
    let newer = try TensorFiles.open(fixture("mlp_legacy.h5"))
    #expect(newer.metadata == ["keras_version": "3.15.1", "backend": "tensorflow"])
  }

  @Test("an epoch as text") func plain() throws {
    let file = try TensorFiles.open(fixture("h5py_plain.h5"))
    #expect(file.metadata == ["epoch": "8"])
    let weights = try referenceWeights()
    for (layer, key) in [(0, 0), (1, 2), (2, 4)] {
      #expect(try file.values(of: file.tensor(named: "layers/\(layer)/weight")) == weights["\(key).weight"])
      #expect(try file.values(of: file.tensor(named: "layers/\(layer)/bias")) == weights["\(key).bias"])
    }
    guard case .names = file.structure else { throw Missing() }
  }

  @Test(
    "chunks, deflate, shuffle and checksums give the values; so does every part",
    arguments: [
      ("chunked.h5", "gzip"), ("chunked.h5", "gzip_shuffle"), ("chunked.h5", "checked"),
      ("chunked.h5", "checksum_only"),
      ("chunked.h5", "plain_chunks"), ("chunked.h5", "three_axes"), ("chunked.h5", "growing"),
      ("latest_format.h5", "m"), ("latest_format.h5", "b"), ("tracked_order.h5", "a"),
    ])
  func storage(name: String, tensor: String) throws {
    let file = try TensorFiles.open(fixture(name))
    let expected = try #require(try referenceWeights()["0.weight"])
    let tensor = try file.tensor(named: tensor)
    #expect(try file.values(of: tensor) == expected)
    for (start, end) in [(0, 1), (3, 4), (7, 9), (15, 40), (41, 128), (127, 128), (5, 5)] {
      #expect(try file.values(of: tensor, elements: start..<end) == Array(expected[start..<end]))
    }
  }

  @Test(
    "a filter that is not known is named, and nothing is loaded for it", arguments: ["chunked.h5", "HOSTILE_filter.h5"])
  func unknownFilter(name: String) throws {
    let file = try TensorFiles.open(fixture(name))
    let tensor = try #require(file.tensors.last)
    let code = name == "chunked.h5" ? 32000 : 32015
    let lzf = file["lzf"] ?? tensor
    #expect(
      throws: TensorFileError.unreadableElementType(
        path: file.path, tensor: lzf.name, storedType: "dataset with HDF5 filter \(code)")
    ) { try file.values(of: lzf) }
  }

  @Test("chunk indices of the newest format are named", arguments: [("z", 3), ("a", 4)])
  func newerIndices(tensor: String, kind: Int) throws {
    let file = try TensorFiles.open(fixture("latest_format.h5"))
    #expect(
      file[tensor]?.storedType == "dataset with a chunk index of kind \(kind), newer than h5py writes by default")
    #expect(try file.values(of: file.tensor(named: "flag")) == [0, 1])
    #expect(file.metadata == ["epoch": "8"])
  }

  @Test("a group of many links: a tree of tables is read, dense storage refused with what to do") func manyLinks()
    throws
  {
    let file = try TensorFiles.open(fixture("many_links.h5"))
    #expect(file.tensors.count == 400)
    for number in [0, 7, 399] {
      #expect(try file.values(of: file.tensor(named: "layers/w\(number)")) == [Double(number)])
    }
    let path = fixture("UNSUPPORTED_dense_links.h5")
    #expect(
      throws: TensorFileError.unreadable(
        path: path,
        reason: #"group "" has many links in dense storage, which is not read; h5py writes tables by default"#)
    ) { try TensorFiles.open(path) }
  }

  @Test("creation order where the file keeps it, else by name") func order() throws {
    #expect(try TensorFiles.open(fixture("tracked_order.h5")).tensors.map(\.name) == ["z", "a", "m"])
    #expect(
      try TensorFiles.open(fixture("chunked.h5")).tensors.map(\.name) == [
        "checked", "checksum_only", "growing", "gzip", "gzip_shuffle", "lzf", "plain_chunks", "three_axes",
      ])
  }

  @Test("floats of three widths in both byte orders", arguments: ["little", "big"]) func floats(order: String) throws {
    let file = try TensorFiles.open(fixture("dtypes.h5"))
    let expected = try #require(try referenceWeights()["0.weight"])
    #expect(try file.values(of: file.tensor(named: "\(order)_f8")) == expected)
    #expect(try file.values(of: file.tensor(named: "\(order)_f4")) == expected)
    // Rounding to 11 and to 8 bits: half a unit in the last place, or half the smallest subnormal number.
    for (name, bits) in [("\(order)_f2", 11), ("bfloat16", 8)] {
      for (value, exact) in zip(try file.values(of: file.tensor(named: name)), expected) {
        #expect(abs(value - exact) <= max(abs(exact) * exp2(Double(-bits)), 0x1p-25))
      }
    }
  }

  @Test(
    "integers in both byte orders",
    arguments: ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8"])
  func integers(type: String) throws {
    let file = try TensorFiles.open(fixture("dtypes.h5"))
    #expect(try file.values(of: file.tensor(named: "int_\(type)")) == [1, 2, 100])
  }

  @Test func otherKinds() throws {
    let file = try TensorFiles.open(fixture("dtypes.h5"))
    #expect(try file.values(of: file.tensor(named: "bool")) == [1, 0, 1])
    #expect(try file.values(of: file.tensor(named: "scalar")) == [3.5])
    #expect(try file.values(of: file.tensor(named: "empty")) == [])
    #expect(try file.values(of: file.tensor(named: "compact")) == [0, 1, 2, 3, 4, 5])
    #expect(try file.values(of: file.tensor(named: "compact"), elements: 3..<5) == [3, 4])
    #expect(file["text"]?.elementType == nil && file["text"]?.storedType == "text")
    #expect(file["record"]?.elementType == nil && file["record"]?.storedType == "record")
  }

  @Test func severalThreadsMayReadAtOnce() async throws {
    let file = try TensorFiles.open(fixture("chunked.h5"))
    let expected = try #require(try referenceWeights()["0.weight"])
    let names = ["gzip", "checked", "plain_chunks", "growing"]
    let agree = try await withThrowingTaskGroup(of: Bool.self) { group in
      for turn in 0..<64 {
        group.addTask {
          let other = try TensorFiles.open(fixture("mlp_legacy.h5"))
          return try file.values(of: file.tensor(named: names[turn % 4])) == expected && other.tensors.count > 5
        }
      }
      return try await group.allSatisfy { $0 }
    }
    #expect(agree)
  }
}

private struct Missing: Error {}

@Suite struct HDF5FileAttackTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func fault(_ name: String) -> TensorFileError? {
    #expect(throws: TensorFileError.self) {
      let file = try TensorFiles.open(fixture(name))
      for tensor in file.tensors { _ = try file.values(of: tensor) }
    }
  }

  @Test("links to other files, to nowhere and in circles are passed over and said") func links() throws {
    let file = try TensorFiles.open(fixture("HOSTILE_links.h5"))
    #expect(file.tensors.map(\.name) == ["a/w"])
    #expect(try file.values(of: file.tensors[0]) == referenceWeights()["0.weight"])
    #expect(file.remarks.contains("outside: link to another file, not followed"))
    #expect(file.remarks.contains("nowhere: soft link, not followed"))
    #expect(file.remarks.contains("soft: soft link, not followed"))
    #expect(file.remarks.contains("a/up: a second name of an object that was read already"))
    #expect(file.remarks.count == 6)
  }

  @Test(
    "values that lie in other files are not read",
    arguments: [
      ("HOSTILE_external_storage.h5", "dataset in an external file"), ("HOSTILE_virtual.h5", "virtual dataset"),
    ])
  func elsewhere(name: String, kind: String) {
    #expect(fault(name) == .unreadableElementType(path: fixture(name), tensor: "w", storedType: kind))
  }

  @Test("huge datasets that were never written cost nothing") func unwritten() throws {
    let file = try TensorFiles.open(fixture("HOSTILE_unwritten.h5"))
    #expect(file["chunked"]?.storedType == "dataset without stored values")
    #expect(file["contiguous"]?.storedType == "dataset without stored values")
    #expect(try file.values(of: file.tensor(named: "w")) == referenceWeights()["0.weight"])
  }

  @Test("a dataset that announces more than deflate can expand to is refused before any allocation") func expansion() {
    guard case .implausibleExpansion(_, "w", let compressed, 1 << 42)? = fault("HOSTILE_expansion.h5") else {
      Issue.record("accepted")
      return
    }
    #expect(compressed < 100)
  }

  @Test("a truncated file names both sizes") func truncated() throws {
    let size = try Data(contentsOf: Fixtures.url("interop/keras/BROKEN_truncated.h5")).count
    #expect(
      fault("BROKEN_truncated.h5")
        == .truncated(path: fixture("BROKEN_truncated.h5"), part: "HDF5 data", needed: UInt64(size + 100), found: size))
  }

  @Test("no prefix of a file crashes the reader") func prefixes() throws {
    let bytes = try Array(Data(contentsOf: Fixtures.url("interop/keras/latest_format.h5")))
    for count in stride(from: 1, to: bytes.count, by: 61) {
      let path = try folder.write(Array(bytes[..<count]), "f.h5")
      #expect(throws: TensorFileError.self) { try TensorFiles.open(path) }
    }
  }
}
