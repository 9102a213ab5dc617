import Analysis
import Certification
import Checkpoints
import Reporting

/// What `quantize` does: find the model, round its weights, write it, and say what that lost.
struct QuantizationRun {
  let path: String
  let resolved: ResolvedSettings
  /// What --output says.
  let output: String?
  let printsJSON: Bool
  let explains: Bool

  /// Writes the rounded model and prints what became of each layer.
  func run() throws(CommandFailure) {
    let quantization = try resolved.quantization()
    let manifest = try resolved.manifest()
    let file = try file()
    let target =
      if let output { try QuantizedModelFile(given: output) } else { try QuantizedModelFile(of: file, quantization) }
    let model = try quantized(file, quantization, manifest)
    try target.refuseToReplace(model.checkpoint)
    do { try model.write(to: target.path, metadata: ["gapbound": gapboundVersion]) } catch {
      throw CommandFailure(code: .unreadableInput, message: "\(error)")
    }
    try printData(
      printsJSON
        ? JSONReport.render(model, writtenTo: target.path) : MarkdownReport.render(model, writtenTo: target.path))
    printError("wrote \(target.path)")
  }

  /// The one checkpoint that the path names.
  private func file() throws(CommandFailure) -> CheckpointFile {
    let discovery = try resolved.discovery([path])
    guard let file = discovery.files.first else {
      throw CommandFailure(nothingDoneIn: [path], discovery.coverage, done: "quantized")
    }
    guard discovery.files.count == 1 else {
      throw CommandFailure(
        code: .usage, message: "\(path): holds \(discovery.files.count) checkpoints; name one, such as \(file.path)")
    }
    return file
  }

  private func quantized(
    _ file: CheckpointFile, _ quantization: Quantization, _ manifest: ModelManifest
  ) throws(CommandFailure) -> ModelQuantization {
    do {
      let checkpoint = try OpenCheckpoint(file, manifest: manifest)
      if explains { printError(checkpoint.explanation.joined(separator: "\n")) }
      return try ModelQuantization(of: checkpoint, quantization)
    } catch {
      throw CommandFailure(code: .unreadableInput, message: "\(error)")
    }
  }
}
