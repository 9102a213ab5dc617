import Checkpoints
import Foundation
import Networks
import TensorFiles
import Training

/// The folder of one training: initial.safetensors where it is asked for, epoch-001.safetensors …, best.safetensors,
/// metrics.jsonl, and the state to go on from.
///
/// Every file is written beside its place and renamed, so that an interrupt or a full disk leaves whole files only.
struct RunFolder: Sendable {
  let path: String

  /// The state; `analyze` knows by its name that it is no model.
  private static let stateName = "optimizer.safetensors"
  /// The epoch of the lowest validation loss.
  static let bestName = "best.safetensors"
  /// The weights before the training.
  static let initialName = "initial.safetensors"
  private static let metricsName = "metrics.jsonl"
  /// Before the numbers of a state in its metadata.
  static let numberPrefix = "state_"

  private func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }

  /// True where a training was begun here.
  var hasState: Bool { FileManager.default.fileExists(atPath: file(Self.stateName)) }

  /// True where the weights before the training were written.
  var hasInitial: Bool { FileManager.default.fileExists(atPath: file(Self.initialName)) }

  /// Makes the folder, and finds out before the work whether it can be written to and is free.
  func prepare() throws(TrainingRunError) {
    do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
      throw .cannotWrite("cannot make the folder \(path): \(error.localizedDescription)")
    }
    guard FileManager.default.isWritableFile(atPath: path) else { throw .cannotWrite("cannot write into \(path)") }
    try requireFree()
  }

  /// Refuses a folder with models, a log or folders of trainings; one that is not there yet is free.
  func requireFree() throws(TrainingRunError) {
    guard
      let name = names.first(where: { Self.isOfTraining($0) || Self.isModel($0) || RunFolder(path: file($0)).hasState })
    else { return }
    throw hasState ? .occupied(path, name) : .foreign(path, name)
  }

  private var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

  /// Deletes what a training has written here.
  func removeFiles() throws(TrainingRunError) {
    for name in names where Self.isOfTraining(name) {
      do { try FileManager.default.removeItem(atPath: file(name)) } catch {
        throw .cannotWrite("cannot delete \(file(name)): \(error.localizedDescription)")
      }
    }
  }

  private static func isOfTraining(_ name: String) -> Bool {
    [stateName, metricsName, bestName, initialName].contains(name)
      || name.wholeMatch(of: /epoch-[0-9]+\.safetensors/) != nil
  }

  private static func isModel(_ name: String) -> Bool {
    let type = (name as NSString).pathExtension.lowercased()
    return TensorFiles.formats.contains { $0.fileExtensions.contains(type) }
  }

  /// The name of an epoch's checkpoint, of one width for all epochs.
  static func checkpointName(epoch: Int, of epochs: Int) -> String {
    let digits = String(epoch)
    return "epoch-" + String(repeating: "0", count: max(0, max(3, String(epochs).count) - digits.count)) + digits
      + ".safetensors"
  }

  /// Writes a checkpoint, as float32 where that changes no weight.
  func write(_ network: FeedForwardNetwork, as name: String, metadata: [String: String]) throws(TrainingRunError) {
    do {
      try NetworkFile.write(network, metadata: metadata, precision: .shortest, to: file(name))
    } catch { throw .cannotWrite("\(error)") }
  }

  /// Writes the log anew.
  func write(metrics lines: [String]) throws(TrainingRunError) {
    let data = Data(lines.map { $0 + "\n" }.joined().utf8)
    do { try data.write(to: URL(filePath: file(Self.metricsName)), options: .atomic) } catch {
      throw .cannotWrite("cannot write \(file(Self.metricsName)): \(error.localizedDescription)")
    }
  }

  /// The first lines of the log.
  func metrics(epochs: Int) throws(TrainingRunError) -> [String] {
    guard let text = try? String(contentsOfFile: file(Self.metricsName), encoding: .utf8) else {
      if epochs == 0 { return [] }
      throw .unreadableState("\(file(Self.metricsName)) cannot be read")
    }
    let lines = text.split(separator: "\n").map(String.init)
    guard lines.count >= epochs else {
      throw .unreadableState("\(file(Self.metricsName)) has \(lines.count) epochs, the state \(epochs)")
    }
    return Array(lines.prefix(epochs))
  }

  /// Writes the state with what it belongs to.
  func write(_ state: TrainingState<Float>, metadata: [String: String]) throws(TrainingRunError) {
    let (arrays, numbers) = state.parts
    let tensors = arrays.map { name, values in
      TensorValues(name: name, shape: [values.count], values: values.map(Double.init))
    }
    // Numbers as texts that read back to the same bits.
    let texts = numbers.mapValues { "\($0)" }.map { (Self.numberPrefix + $0, $1) }
    do {
      try SafetensorsWriter.write(
        tensors, metadata: metadata.merging(texts) { $1 }, precision: .shortest, to: file(Self.stateName))
    } catch { throw .cannotWrite("\(error)") }
  }

  /// The metadata of the state.
  func stateMetadata() throws(TrainingRunError) -> [String: String] {
    do { return try Safetensors(path: file(Self.stateName)).metadata } catch { throw .unreadableState("\(error)") }
  }

  /// The state of a training.
  func state(
    layout: ParameterLayout, settings: TrainingSettings
  ) throws(TrainingRunError) -> TrainingState<Float> {
    var arrays: [String: [Float]] = [:]
    var numbers: [String: Double] = [:]
    do {
      let file = try Safetensors(path: file(Self.stateName))
      for tensor in file.tensors {
        arrays[tensor.name] = try file.values(of: tensor, elements: 0..<tensor.elementCount).map { Float($0) }
      }
      for (key, text) in file.metadata where key.hasPrefix(Self.numberPrefix) {
        numbers[String(key.dropFirst(Self.numberPrefix.count))] = Double(text)
      }
    } catch { throw .unreadableState("\(error)") }
    do { return try TrainingState(arrays: arrays, numbers: numbers, layout: layout, settings: settings) } catch {
      throw .training(error, lastCheckpoint: nil)
    }
  }
}

/// Why a training in a folder failed.
public enum TrainingRunError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A file or folder cannot be written.
  case cannotWrite(String)
  /// The folder holds another training or models.
  case occupied(String, String)
  /// The folder holds models of another origin.
  case foreign(String, String)
  /// The state cannot be taken up.
  case unreadableState(String)
  /// A parameter was refused.
  case refused(TrainingParameterError)
  /// The training cannot begin, or diverged.
  case training(TrainingError, lastCheckpoint: String?)
  /// The samples cannot be read.
  case data(String)

  /// The cause in one line.
  public var description: String {
    switch self {
    case .cannotWrite(let reason), .unreadableState(let reason), .data(let reason): reason
    case .occupied(let path, let name): "\(path) already holds \(name): give an empty folder, or --resume \(path)"
    case .foreign(let path, let name): "\(path) already holds \(name): give an empty folder"
    case .refused(let error): "\(error)"
    case .training(let error, let last):
      if case .diverged = error {
        "\(error)" + (last.map { "; the last good checkpoint is \($0)" } ?? "; no checkpoint was written before")
      } else {
        "\(error)"
      }
    }
  }
}
