import Certification
import Checkpoints
import Foundation
import TensorFiles

/// Where a rounded model goes.
struct QuantizedModelFile {
  let path: String

  /// A place that somebody named: what is there is replaced, but no folder.
  init(given path: String) throws(CommandFailure) {
    let setting = SettingValue(text: path, origin: "--output")
    let url = URL(filePath: path).resolvingSymlinksInPath()
    guard !path.hasSuffix("/"), (try? url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) != true else {
      throw setting.refused("is a folder")
    }
    // By another name it could not be read back.
    guard path.lowercased().hasSuffix(".safetensors") else {
      throw setting.refused("expected a name that ends in .safetensors")
    }
    self.path = path
  }

  /// `<model>-int8-per-channel.safetensors` in the current folder, where nothing must be: two models of the same name in two
  /// folders would otherwise end up as one.
  init(of file: CheckpointFile, _ quantization: Quantization) throws(CommandFailure) {
    let scheme = "\(quantization.scheme)".replacing(":", with: "-")
    path = "\(Self.stem(of: file.path))-int\(quantization.bits)-\(scheme).safetensors"
    guard !FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure(
        code: .usage, message: "\(path) is there already; give --output FILE to replace it or another")
    }
  }

  /// The name without what tells the format: `model` for `model.pth.tar` and `model.safetensors.index.json`.
  private static func stem(of path: String) -> String {
    var name = URL(filePath: path).standardizedFileURL.lastPathComponent
    while let end = TensorFiles.format(of: name)?.fileExtensions.first(where: { name.lowercased().hasSuffix(".\($0)") })
    {
      name.removeLast(end.count + 1)
    }
    return name
  }

  /// The model stays what it is, whatever links lead to it.
  func refuseToReplace(_ checkpoint: OpenCheckpoint) throws(CommandFailure) {
    guard checkpoint.files.contains(where: { Self.place($0) == Self.place(path) }) else { return }
    throw SettingValue(text: path, origin: "--output").refused("is the model itself")
  }

  private static func place(_ path: String) -> String { URL(filePath: path).resolvingSymlinksInPath().path }
}
