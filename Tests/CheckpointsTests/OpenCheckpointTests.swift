import MatrixNorms
import Networks
import TensorFiles
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct OpenCheckpointTests {
  private func open(
    _ tensors: [(name: String, shape: [Int], values: [Double])], metadata: [String: String] = [:],
    manifest: ModelManifest = .init()
  ) throws -> OpenCheckpoint {
    let path = try TemporaryFolder().writeKept(safetensorsBytes(tensors, metadata: metadata), "m.safetensors")
    return try OpenCheckpoint(CheckpointFile(path: path, label: "m", series: "s"), manifest: manifest)
  }

  @Test("(in × out) is transposed: W = [[1, 2], [3, 4]] stored becomes [[1, 3], [2, 4]]") func transposed() throws {
    let checkpoint = try open([("a/kernel", [2, 2], [1, 2, 3, 4])])
    #expect(try checkpoint.matrix(checkpoint.plan.layers[0]) == Matrix([[1, 3], [2, 4]]))
  }

  @Test("the activation: manifest before metadata before an assumption that is said") func activation() throws {
    let tensors = [(name: "0.weight", shape: [2, 1], values: [1.0, 2])]
    #expect(try open(tensors).activation == (.relu, "assumed"))
    #expect(try open(tensors, metadata: ["activation": "sigmoid"]).activation == (.sigmoid, "file metadata"))
    let said = ModelManifest(activation: (.softplus, "config"))
    #expect(try open(tensors, metadata: ["activation": "sigmoid"], manifest: said).activation == (.softplus, "config"))
    let error = #expect(throws: CheckpointError.self) { try open(tensors, metadata: ["activation": "frobnicate"]) }
    #expect("\(error!)".contains("unknown activation \"frobnicate\""))
  }

  @Test("epoch and step from the metadata") func epoch() throws {
    let checkpoint = try open([("0.weight", [2, 1], [1, 2])], metadata: ["epoch": "8", "step": "32"])
    #expect(checkpoint.file.epoch == 8 && checkpoint.file.step == 32)
  }

  @Test("what makes no network for certain is read as none: square layers in an order that nothing tells")
  func obstacle()
    throws
  {
    let checkpoint = try open([("b.weight", [2, 2], [1, 2, 3, 4]), ("a.weight", [2, 2], [1, 2, 3, 4])])
    let error = #expect(throws: CheckpointError.self) { try checkpoint.network() }
    #expect("\(error!)".contains("several orders of the layers fit their shapes"))
  }

  @Test("one output z is the pair (0, z)") func singleOutput() throws {
    let checkpoint = try open([("0.weight", [1, 2], [1, 2]), ("0.bias", [1], [3])])
    let layer = try checkpoint.network().layers[0]
    #expect(layer.weight == Matrix([[0, 0], [1, 2]]) && layer.bias == [0, 3])
    #expect(checkpoint.explanation.contains("the one output z is read as the logits (0, z) of two classes"))
    #expect(try checkpoint.matrix(checkpoint.plan.layers[0]) == Matrix([[1, 2]]))
  }

  @Test("a distributed checkpoint's digest covers the metadata and the files of all ranks") func distributed() throws {
    let folder = Fixtures.url("interop/torch/distributed/two_ranks").path
    let checkpoint = try OpenCheckpoint(CheckpointFile(path: folder, label: "m", series: "s"), manifest: .init())
    #expect(checkpoint.files == [".metadata", "__0_0.distcp", "__1_0.distcp"].map { "\(folder)/\($0)" })
    #expect(try sha256(ofFiles: checkpoint.files).count == 64)
    #expect(try checkpoint.network().layers.map(\.weight.rows) == [16, 12, 3])
  }

  @Test("a NaN weight names file, tensor and entry") func nonFinite() throws {
    let checkpoint = try open([("0.weight", [2, 2], [1, 2, .nan, 4])])
    let error = #expect(throws: CheckpointError.self) { try checkpoint.network() }
    #expect("\(error!)".hasSuffix("m.safetensors: layer 0.weight: weight entry (1, 0) is nan, not a finite number"))
  }
}

extension TemporaryFolder {
  /// A file that outlives the folder object until the test process ends.
  fileprivate func writeKept(_ bytes: [UInt8], _ name: String) throws -> String {
    _ = Unmanaged.passRetained(self)
    return try write(bytes, name)
  }
}
