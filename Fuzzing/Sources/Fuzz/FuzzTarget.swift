import Glibc

/// One parser under test.
struct FuzzTarget: Sendable {
  /// The name for `make fuzz TARGET=…`, for its dictionary, its corpus and its findings.
  let name: String
  /// The readers choose the format by the end of this name.
  let fileName: String
  /// Files that must lie beside it.
  var companions: [String] = []
  /// Makes the file out of libFuzzer's bytes: formats with checksums or lengths get correct ones, so that mutations reach
  /// what lies behind.
  var wrap: @Sendable ([UInt8]) -> [UInt8] = { $0 }
  /// Reads the file as the command does.
  let read: @Sendable (String) -> Void

  /// The catalogue: one line per target, and a line in `Fuzzing/run` that says where its seeds come from.
  static let all = [
    FuzzTarget(name: "safetensors", fileName: "model.safetensors", read: readCheckpoint),
    FuzzTarget(name: "safetensors-header", fileName: "model.safetensors", wrap: safetensors, read: readCheckpoint),
    FuzzTarget(name: "npy", fileName: "x_train.npy", read: readTensors),
    FuzzTarget(name: "npz", fileName: "model.npz", read: readCheckpoint),
    FuzzTarget(name: "npz-member", fileName: "model.npz", wrap: npz, read: readCheckpoint),
    FuzzTarget(name: "torch", fileName: "model.pt", read: readCheckpoint),
    FuzzTarget(name: "torch-pickle", fileName: "model.pt", wrap: torch, read: readCheckpoint),
    FuzzTarget(name: "torch-distributed", fileName: ".metadata", companions: ["__0_0.distcp"], read: readFolder),
    FuzzTarget(name: "onnx", fileName: "model.onnx", read: readCheckpoint),
    FuzzTarget(name: "idx", fileName: "train-images-idx3-ubyte", read: readSamples),
    FuzzTarget(name: "csv", fileName: "train.csv", read: readSamples),
    FuzzTarget(name: "log-csv", fileName: "metrics.csv", companions: ["epoch_1.safetensors"], read: readRun),
    FuzzTarget(name: "log-json", fileName: "metrics.json", companions: ["epoch_1.safetensors"], read: readRun),
    FuzzTarget(name: "log-trainer", fileName: "trainer_state.json", companions: ["epoch_1.safetensors"], read: readRun),
    FuzzTarget(name: "yaml", fileName: "gapbound.yaml", read: readConfiguration),
  ]

  /// The target named by GAPBOUND_FUZZ_TARGET; ends the process where there is none.
  static func fromEnvironment() -> FuzzTarget {
    let name = getenv("GAPBOUND_FUZZ_TARGET").map { String(cString: $0) } ?? ""
    if let target = all.first(where: { $0.name == name }) { return target }
    print("GAPBOUND_FUZZ_TARGET must be one of: \(all.map(\.name).joined(separator: " "))")
    exit(2)
  }
}
