import Foundation
import TestSupport
import Testing

/// Files that must be refused, and files that no bound applies to, from every framework.
@Suite struct InteropCommandTests {
  private func path(_ name: String) -> String { Fixtures.url("interop/\(name)").path }

  private func data(_ arguments: [String]) -> [String] {
    arguments + ["--train", path("reference/x_train.npy"), "--test", path("reference/x_test.npy")]
  }

  @Test(
    "broken and hostile files end with exit code 3 and their cause",
    arguments: [
      ("torch/BROKEN_empty.pt", "the file is empty"), ("torch/BROKEN_truncated.pt", "at the end, is missing"),
      ("torch/EDGE_nan_inf.pt", "is nan, not a finite number"),
      ("torch/HOSTILE_os_system.pt", "calls posix.system: refused, nothing was run"),
      ("numpy/HOSTILE_object_array.npy", "pickled object array"),
      ("safetensors/BROKEN_header_len.safetensors", "announces a header of 1099511627776 bytes"),
      ("safetensors/BROKEN_truncated.safetensors", "ends at byte 1548 of the data, which has 1448"),
    ])
  func refused(_ name: String, _ cause: String) throws {
    for command in [["norms", path(name)], data(["analyze", path(name)])] {
      let run = try CommandRun(command)
      #expect(run.code == 3 && run.output == "", "\(run.errors)")
      #expect(run.errors.contains(cause) && run.errors.contains(name), "\(run.errors)")
    }
  }

  @Test(
    "networks outside the theorems: norms are reported, every bound says why it does not apply",
    arguments: [
      ("onnx/UNSUPPORTED_tanh.onnx", "activation tanh takes negative values"),
      ("onnx/UNSUPPORTED_leakyrelu.onnx", "operator LeakyRelu"),
    ])
  func notApplicable(_ name: String, _ cause: String) throws {
    let norms = try CommandRun(["norms", path(name)])
    #expect(norms.code == 0 && norms.output.contains("3.082"), "\(norms.errors)")
    let run = try CommandRun(data(["analyze", path(name), "--format", "csv"]))
    #expect(run.code == 4 && run.errors.contains(cause), "\(run.errors)")
    #expect(run.output.contains(cause) && run.output.contains("not_applicable"))
  }

  @Test("the files of one model in twelve containers have one spectral norm") func oneModel() throws {
    let names = [
      "torch/mlp.pt", "torch/mlp_legacy_nonzip.pt", "torch/whole_module.pt", "torch/torchscript.pt",
      "torch/wrapped_state_dict.pth.tar", "onnx/gemm.onnx", "onnx/matmul_add.onnx", "onnx/gemm_external_data.onnx",
      "keras/mlp.keras", "keras/mlp_legacy.h5", "numpy/mlp.npz", "safetensors/sharded",
    ]
    let run = try CommandRun(["norms", "--format", "json"] + names.map(path))
    #expect(run.code == 0, "\(run.errors)")
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    #expect(report.checkpoints.count == names.count)
    for checkpoint in report.checkpoints {
      #expect(checkpoint.layers.map(\.spectral_norm) == report.checkpoints[0].layers.map(\.spectral_norm))
    }
  }

  @Test(
    "a distributed checkpoint, a folder, has the spectral norms of the same weights in one file",
    arguments: ["torch/distributed/single", "torch/distributed/two_ranks"])
  func distributed(_ name: String) throws {
    let run = try CommandRun(["norms", "--format", "json", path(name), path("torch/mlp.pt")])
    #expect(run.code == 0, "\(run.errors)")
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    try #require(report.checkpoints.count == 2)
    let norms = report.checkpoints.map { $0.layers.map(\.spectral_norm) }
    #expect(norms[0].count == 3 && norms[0] == norms[1])
  }

  private struct Report: Decodable {
    struct Checkpoint: Decodable {
      struct Layer: Decodable {
        let spectral_norm: Double
      }
      let layers: [Layer]
    }
    let checkpoints: [Checkpoint]
  }
}
