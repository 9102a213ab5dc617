import Checkpoints
import Datasets
import Foundation
import MatrixNorms
import TestSupport
import Testing

@testable import Analysis

/// The small MLP of Tests/Fixtures/interop in every format of this version: norms to 1e-12 relative, logits to 1e-6.
@Suite struct InteropReferenceTests {
  struct Expected: Decodable {
    struct Layer: Decodable {
      let singular_values: [Double]
      let spectral: Double
      let frobenius: Double
      let op_inf_max_row_sum: Double
      let op_1_max_col_sum: Double
      let norm21_sum_of_row_l2: Double
      let norm21_sum_of_col_l2: Double
    }
    let layers: [Layer]
    let logits_of_first_4_test_rows: [[Double]]
  }
  static let expected = try! Fixtures.decode(Expected.self, from: "interop/reference/expected.json")
  /// Files that hold the float32 weights themselves.
  static let exact = [
    "safetensors/model.safetensors", "safetensors/no_metadata.safetensors", "numpy/mlp.npz",
    "numpy/mlp_compressed.npz", "numpy/positional.npz", "numpy/torch_names.npz",
  ]

  private func open(_ name: String) throws -> OpenCheckpoint {
    let path = Fixtures.url("interop/\(name)").path
    return try OpenCheckpoint(CheckpointFile(path: path, label: name, series: name), manifest: .init())
  }

  @Test(arguments: exact) func norms(_ name: String) throws {
    let checkpoint = try open(name)
    #expect(checkpoint.plan.layers.count == 3 && checkpoint.plan.obstacle == nil)
    for (layer, expected) in zip(checkpoint.plan.layers, Self.expected.layers) {
      let matrix = try checkpoint.matrix(layer)
      let norms = try LayerNorms(of: matrix)
      let pairs = [
        (norms.spectralNorm.value, expected.spectral), (norms.frobeniusNorm.value, expected.frobenius),
        (norms.inducedInfinityNorm.value, expected.op_inf_max_row_sum),
        (norms.inducedOneNorm.value, expected.op_1_max_col_sum),
        (norms.groupNorm21OfTranspose.value, expected.norm21_sum_of_row_l2),
        (matrix.transposed.groupNorm21OfTranspose.value, expected.norm21_sum_of_col_l2),
      ]
      for (measured, reference) in pairs { #expect(relativeDifference(measured, reference) <= 1e-12, "\(layer.name)") }
      #expect(norms.singularValues.count == expected.singular_values.count)
      for (σ, reference) in zip(norms.singularValues, expected.singular_values) {
        #expect(relativeDifference(σ, reference) <= 1e-12, "\(layer.name)")
      }
    }
  }

  @Test(arguments: exact) func logits(_ name: String) throws {
    try expectLogits(of: name, within: 1e-6)
  }

  @Test("half precision: logits within the rounding of the weights", arguments: [("f16", 0x1p-11), ("bf16", 0x1p-8)])
  func halfPrecision(_ type: String, _ roundOff: Double) throws {
    // Every weight is off by the relative round-off; three layers, |W||z| at most about 60 here.
    try expectLogits(of: "safetensors/\(type).safetensors", within: 3 * 60 * roundOff)
  }

  private func expectLogits(of name: String, within tolerance: Double) throws {
    let network = try open(name).network()
    let samples = try Datasets.load(Fixtures.url("interop/reference/x_test.npy").path, role: .test)
    let logits = network.logits(try samples.features(0..<4))
    for (i, row) in Self.expected.logits_of_first_4_test_rows.enumerated() {
      for (j, reference) in row.enumerated() { #expect(abs(logits[i, j] - reference) <= tolerance, "(\(i), \(j))") }
    }
  }
}
