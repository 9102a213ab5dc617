import Foundation
import TestSupport
import Testing

@testable import TensorFiles

@Suite struct KerasArchiveTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let weights = try! Array(Data(contentsOf: Fixtures.url("interop/keras/mlp.weights.h5")))

  @Test("a Keras 3 model gives the weights, (in × out), its configuration and its layers' names") func model() throws {
    let file = try TensorFiles.open(Fixtures.url("interop/keras/mlp.keras").path)
    let expected = try referenceWeights()
    for (folder, key) in [("dense", "0"), ("dense_1", "2"), ("dense_2", "4")] {
      let kernel = try file.tensor(named: "layers/\(folder)/vars/0")
      let (rows, columns) = (kernel.shape[0], kernel.shape[1])
      let values = try file.values(of: kernel)
      #expect((0..<columns).flatMap { j in (0..<rows).map { values[$0 * columns + j] } } == expected["\(key).weight"])
      #expect(try file.values(of: file.tensor(named: "layers/\(folder)/vars/1")) == expected["\(key).bias"])
    }
    guard case .keras(let description) = file.structure else {
      Issue.record("no configuration")
      return
    }
    #expect(description.configuration.hasPrefix("{\"module\": \"keras\""))
    #expect(description.weights["fc1"]?.prefix(2) == ["layers/dense_1/vars/0", "layers/dense_1/vars/1"])
    #expect(description.weights["sgd"] == nil)
    #expect(file.remarks.contains { $0.contains("\"keras_version\": \"3.15.1\"") })
  }

  @Test("a deflated member is read, too") func deflated() throws {
    let archive = zipBytes([
      .init("config.json", [123, 125], method: 8), .init("model.weights.h5", weights, method: 8),
    ])
    let file = try TensorFiles.open(folder.write(archive, "m.keras"))
    #expect(try file.values(of: file.tensor(named: "layers/dense_2/vars/1")) == referenceWeights()["4.bias"])
  }

  @Test("members that are missing, twice, damaged or too large are refused") func refused() throws {
    let config = ZipMember("config.json", [123, 125])
    let model = ZipMember("model.weights.h5", weights)
    var bomb = ZipMember("model.weights.h5", weights, method: 8)
    bomb.announcedSize = .max - 1
    var wrong = model
    wrong.checksum = 1
    for members in [
      [], [config], [model], [config, config, model], [config, bomb], [config, wrong],
      [.init("config.json", [0xFF]), model], [config, .init("model.weights.h5", Array(weights.dropLast(50)))],
      [config, .init("model.weights.h5", [])],
    ] {
      let path = try folder.write(zipBytes(members), "m.keras")
      let error = #expect(throws: TensorFileError.self) { try TensorFiles.open(path) }
      #expect(error?.description.hasPrefix(path) == true)
    }
  }

  @Test("weights that expand to far more memory than the file has bytes are refused unread") func expansion() throws {
    var bomb = ZipMember("model.weights.h5", [UInt8](repeating: 0, count: 40_000), method: 8)
    bomb.announcedSize = 40_000_000
    let bytes = zipBytes([.init("config.json", [123, 125]), bomb])
    let path = try folder.write(bytes, "m.keras")
    let limit = TorchContents.memoryLimit(fileByteCount: bytes.count)
    #expect(throws: TensorFileError.memoryLimit(path: path, limit: limit)) { try TensorFiles.open(path) }
  }
}
