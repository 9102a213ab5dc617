import Checkpoints
import Datasets
import Foundation
import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Analysis

/// The small MLP of Tests/Fixtures/interop in every format: norms to 1e-12 relative, logits to 1e-6.
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
    "safetensors/sharded/model.safetensors.index.json",
    "torch/mlp.pt", "torch/mlp.pth", "torch/mlp_f64.pt", "torch/mlp_legacy_nonzip.pt",
    "torch/mlp_pickle_protocol4.pt", "torch/parameters.pt", "torch/prefix_module_dataparallel.pt",
    "torch/prefix_orig_mod_compile.pt", "torch/strided_transposed.pt", "torch/torchscript.pt", "torch/whole_module.pt",
    "torch/legacy_module.pt", "torch/legacy_module.pt",
    "torch/wrapped_model.pth", "torch/wrapped_model_state_dict.pt", "torch/wrapped_state_dict.pth.tar",
    "onnx/gemm.onnx", "onnx/gemm_float_data.onnx", "onnx/gemm_external_data.onnx", "onnx/matmul_add.onnx",
    "onnx/softmax_tail.onnx", "onnx/torch_export_dynamo.onnx", "onnx/torch_export_torchscript.onnx",
    "keras/h5py_plain.h5", "keras/mlp.keras", "keras/mlp_legacy.h5",
    "runs/per_epoch_folders/epoch_8/model.safetensors", "runs/plain/model_epoch_008.pt",
  ]
  /// The same weights with other activations, which the graph tells.
  static let otherActivations = [
    ("onnx/sigmoid.onnx", Activation.sigmoid), ("onnx/softplus.onnx", .softplus), ("onnx/UNSUPPORTED_tanh.onnx", .tanh),
  ]

  private func open(_ name: String) throws -> OpenCheckpoint {
    let path = Fixtures.url("interop/\(name)").path
    return try OpenCheckpoint(CheckpointFile(path: path, label: name, series: name), manifest: .init())
  }

  @Test(arguments: exact + otherActivations.map(\.0)) func norms(_ name: String) throws {
    try expectNorms(of: name, within: 1e-12)
  }

  @Test("weight_norm keeps g = ‖v‖ in single precision: norms within 2⁻²³") func weightNorm() throws {
    // g and every entry of v are rounded once each, to half a unit of 2⁻²³ at most.
    try expectNorms(of: "torch/weight_norm_parametrized.pt", within: 0x1p-23)
    try expectLogits(of: "torch/weight_norm_parametrized.pt", within: 3 * 60 * 0x1p-23)
  }

  @Test("the graph tells the activation", arguments: otherActivations) func activation(_ name: String, _ ρ: Activation)
    throws
  {
    let told = try open(name).activation
    #expect(told.value == ρ && told.source == "ONNX graph")
  }

  private func expectNorms(of name: String, within tolerance: Double) throws {
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
      for (measured, reference) in pairs {
        #expect(relativeDifference(measured, reference) <= tolerance, "\(layer.name)")
      }
      #expect(norms.singularValues.count == expected.singular_values.count)
      for (σ, reference) in zip(norms.singularValues, expected.singular_values) {
        // The error of a small singular value is relative to the largest one.
        let scale = tolerance == 1e-12 ? reference : expected.spectral
        #expect(abs(σ - reference) <= tolerance * scale, "\(layer.name)")
      }
    }
  }

  @Test(arguments: exact) func logits(_ name: String) throws {
    try expectLogits(of: name, within: 1e-6)
  }

  @Test(
    "half precision: norms and logits within the rounding of the weights",
    arguments: [
      ("safetensors/f16.safetensors", 0x1p-11), ("safetensors/bf16.safetensors", 0x1p-8), ("torch/mlp_f16.pt", 0x1p-11),
      ("torch/mlp_bf16.pt", 0x1p-8),
    ])
  func halfPrecision(_ name: String, _ roundOff: Double) throws {
    // Every weight is off by the relative round-off; three layers, |W||z| at most about 60 here.
    try expectLogits(of: name, within: 3 * 60 * roundOff)
    // |W| ≤ (1 + u) |W| entrywise, so entrywise norms move by u; the spectral norm by u ‖|W|‖_F ≤ √rank u ‖W‖₂.
    try expectNorms(of: name, within: 3.5 * roundOff)
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
