import MatrixNorms
import TestSupport
import Testing

@testable import Checkpoints

private struct Reference: Decodable {
  let rows: [[Double]]
  let logits: [[Double]]
}

/// Keras files as networks: steps or names, layers, matrices.
@Suite struct KerasCheckpointTests {
  private func open(_ name: String) throws -> OpenCheckpoint {
    try OpenCheckpoint(
      CheckpointFile(path: Fixtures.url("interop/\(name)").path, label: "m", series: "s"), manifest: .init())
  }

  @Test(
    "the network computes what Keras computes",
    arguments: [
      "functional.keras", "functional_legacy.h5", "softmax.keras", "softmax_layer.keras", "custom_names.keras",
      "rescaling.keras", "batchnorm.keras", "batchnorm.h5", "reshape.keras", "conv2d.keras", "conv1d.h5",
    ])
  func logits(name: String) throws {
    let reference = try #require(try Fixtures.decode([String: Reference].self, from: "interop/keras/logits.json")[name])
    let checkpoint = try open("keras/\(name)")
    #expect(checkpoint.plan.obstacle == nil || name == "conv1d.h5")
    if name == "conv1d.h5" {
      // Two convolutions without an activation between them.
      #expect(checkpoint.plan.obstacle != nil)
      return
    }
    let found = try checkpoint.network().logits(Matrix(reference.rows))
    // Keras computes in binary32: at most 5 products of length 24 on values below 30, 5 · 24 · 30 · 2⁻²⁴ < 3e-4.
    for (sample, expected) in reference.logits.enumerated() {
      for (output, value) in expected.enumerated() { #expect(abs(found[sample, output] - value) < 3e-4) }
    }
  }

  @Test(
    "every file of the reference model gives its weights, (out × in)",
    arguments: [
      "keras/mlp.keras", "keras/mlp_legacy.h5", "keras/keras2_legacy.h5", "keras/functional.keras",
      "keras/mlp.weights.h5",
      "keras/h5py_plain.h5", "keras/softmax.keras", "safetensors/sharded/model.safetensors.index.json",
    ])
  func weights(name: String) throws {
    let checkpoint = try open(name)
    #expect(checkpoint.plan.obstacle == nil)
    let expected = try referenceWeights()
    let network = try checkpoint.network()
    #expect(network.layers.count == 3)
    for (layer, key) in zip(network.layers, ["0", "2", "4"]) {
      let (rows, columns) = (layer.weight.rows, layer.weight.columns)
      let entries = (0..<rows).flatMap { i in (0..<columns).map { layer.weight[i, $0] } }
      #expect(entries == expected["\(key).weight"])
      #expect(layer.bias == expected["\(key).bias"])
    }
  }

  @Test("a layer that is not understood is the obstacle, by its name") func obstacle() throws {
    #expect(
      try open("keras/UNSUPPORTED_pooling.keras").plan.obstacle?.reason.contains("MaxPooling2D at layer pool1") == true)
    #expect(try open("keras/UNSUPPORTED_branched.keras").plan.obstacle != nil)
  }
}
