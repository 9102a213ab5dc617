import Foundation
import TensorFiles
import TestSupport
import Testing

@Suite struct DamagedFilesTests {
  static let fixtures = [
    "safetensors/dtypes.safetensors", "safetensors/model.safetensors", "numpy/W0_fortran.npy", "numpy/W0_v2header.npy",
    "numpy/HOSTILE_object_array.npy", "numpy/mlp.npz", "numpy/mlp_compressed.npz",
    "onnx/gemm_float_data.onnx", "onnx/torch_export_dynamo.onnx", "onnx/gemm_external_data.onnx",
    "torch/mlp.pt",
    "torch/mlp_legacy_nonzip.pt", "torch/plain_pickle.bin", "torch/numpy_pickle.bin", "torch/numpy_inside.pt",
    "torch/shared_storage.pt", "torch/types.pt", "torch/whole_module.pt", "torch/torchscript.pt",
    "torch/lightning.ckpt",
    "torch/deflated.pt", "torch/HOSTILE_stack_global.bin",
    "keras/mlp.keras", "keras/mlp_legacy.h5", "keras/chunked.h5", "keras/latest_format.h5", "keras/dtypes.h5",
    "keras/HOSTILE_links.h5", "keras/keras2_legacy.h5", "keras/tracked_order.h5",
  ]

  @Test("a file with changed bytes is read or refused, and never crashes the reader", arguments: fixtures)
  func changedBytes(name: String) throws {
    let folder = try TemporaryFolder()
    let original = try Array(Data(contentsOf: Fixtures.url("interop/\(name)")))
    var generator = SplitMix(state: 7)
    for _ in 0..<300 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        // Headers are at the beginning; in the rest most changes only change values.
        let place = Int.random(
          in: 0..<(Bool.random(using: &generator) ? min(200, bytes.count) : bytes.count), using: &generator)
        bytes[place] = UInt8.random(in: 0...255, using: &generator)
      }
      let path = try folder.write(bytes, String(name.split(separator: "/")[1]))
      guard let file = try? TensorFiles.open(path) else { continue }
      for tensor in file.tensors {
        guard let values = try? file.values(of: tensor) else { continue }
        #expect(values.count == tensor.elementCount)
      }
    }
  }
}
