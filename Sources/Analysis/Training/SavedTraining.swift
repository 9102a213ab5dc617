import Datasets
import Foundation
import Training

/// What the files of a training carry as metadata: enough to say how a checkpoint came about, and to go on.
struct SavedTraining {
  let parameters: TrainingParameters
  let threads: Int
  /// As they were given when the training was begun.
  let dataPath: String, labelsPath: String?
  let preprocessing: Preprocessing
  private let metadata: [String: String]

  /// What `format` says in the metadata of checkpoints and states.
  static let format = "gapbound training"

  /// The metadata of checkpoints and states; parameters that were not given stand with their defaults.
  static func stamp(
    _ parameters: TrainingParameters, _ data: TrainingData, _ settings: TrainingSettings, widths: [Int],
    validationCount: Int,
    version: String
  ) -> [String: String] {
    var stamp = settings.texts
    for (parameter, text) in parameters.values { stamp[parameter.rawValue] = text }
    return stamp.merging([
      "format": format, "gapbound_version": version,
      "architecture": widths.map(String.init).joined(separator: "-"), "threads": "\(settings.threads)",
      "data_file": (data.path as NSString).lastPathComponent, "data_sha256": data.sha256,
      "data_scale": "\(data.preprocessing.scale)", "data_shift": "\(data.preprocessing.shift)",
      // All that the training has seen; those that were held out have chosen, not taught.
      "train_samples": "\(data.samples.count)", "validation_samples": "\(validationCount)",
      "given": parameters.values.keys.map(\.rawValue).sorted().joined(separator: ","),
    ]) { $1 }
  }

  /// What a state carries besides: where the samples are on this machine, which is nobody's business in a checkpoint.
  static func places(_ data: TrainingData) -> [String: String] {
    func absolute(_ path: String) -> String { URL(filePath: path).standardizedFileURL.path }
    return ["data_path": absolute(data.path)]
      .merging(data.labelsPath.map { ["data_labels_path": absolute($0)] } ?? [:]) { $1 }
  }

  /// Reads the metadata of a state.
  init(_ metadata: [String: String], path: String) throws(TrainingRunError) {
    guard metadata["format"] == Self.format else {
      throw .unreadableState("\(path): the state is not one of gapbound train")
    }
    var values: [TrainingParameter: String] = [:]
    for name in (metadata["given"] ?? "").split(separator: ",") {
      guard let parameter = TrainingParameter(rawValue: String(name)), let text = metadata[String(name)] else {
        throw .unreadableState("\(path): the state names a parameter \(name) that is not known")
      }
      values[parameter] = text
    }
    parameters = TrainingParameters(values)
    threads = metadata["threads"].flatMap { Int($0) } ?? 1
    dataPath = metadata["data_path"] ?? ""
    labelsPath = metadata["data_labels_path"]
    func number(_ key: String, _ usual: Double) -> Double {
      metadata[key].flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil } ?? usual
    }
    preprocessing = Preprocessing(scale: number("data_scale", 1), shift: number("data_shift", 0))
    self.metadata = metadata
  }

  /// Refuses to go on where what was not given would mean something else today.
  func check(_ settings: TrainingSettings, path: String) throws(TrainingRunError) {
    for (name, text) in settings.texts.sorted(by: { $0.key < $1.key })
    where TrainingParameter(rawValue: name).map({ parameters.values[$0] == nil }) ?? false {
      guard metadata[name] == text else {
        throw .unreadableState(
          "\(path) was begun with \(name) \(metadata[name] ?? "unknown"), which is \(text) by default now")
      }
    }
  }

  /// Refuses samples that are not those of the training.
  func check(_ data: LabelledSamples, path: String) throws(TrainingRunError) {
    guard data.sha256 == metadata["data_sha256"] else {
      throw .unreadableState(
        "\(path) was trained on \(metadata["data_file"] ?? "other samples") with another digest than \(data.path)")
    }
    guard "\(data.preprocessing.scale)" == metadata["data_scale"],
      "\(data.preprocessing.shift)" == metadata["data_shift"]
    else {
      throw .unreadableState(
        "\(path) was trained with scale \(metadata["data_scale"] ?? "?") and shift \(metadata["data_shift"] ?? "?")")
    }
  }
}

extension SavedTraining {
  /// Epochs done.
  var epoch: Int { count("epoch") }

  /// True at the end of a training with these settings.
  func isFinished(_ settings: TrainingSettings) -> Bool {
    epoch >= settings.epochs || settings.patience.map { count("epochs_without_better") >= $0 } ?? false
  }

  private func count(_ name: String) -> Int {
    metadata[RunFolder.numberPrefix + name].flatMap { Double($0) }.flatMap { Int(exactly: $0) } ?? 0
  }

  /// What differs from a training that is asked for, "seed: 0 there, 1 asked for"; empty where it is the same one.
  ///
  /// - Throws: `unreadableState` where the state has values that are not known.
  func differences(from asked: TrainingOutline) throws(TrainingRunError) -> [String] {
    let own: (settings: TrainingSettings, every: Int, writesInitial: Bool)
    do throws(TrainingParameterError) {
      own = (
        try parameters.settings(threads: threads), try parameters.every(), try parameters.writesInitial()
      )
    } catch { throw .unreadableState("the state's \(error)") }
    var pairs = [
      (TrainingParameter.samples.rawValue, metadata["train_samples"] ?? "?", "\(asked.sampleCount)"),
      (TrainingParameter.every.rawValue, "\(own.every)", "\(asked.every)"),
      (TrainingParameter.initial.rawValue, "\(own.writesInitial)", "\(asked.writesInitial)"),
      ("threads", "\(threads)", "\(asked.settings.threads)"),
    ]
    if own.settings != asked.settings {
      for parameter in TrainingParameter.allCases where ![.samples, .every, .initial].contains(parameter) {
        let name = parameter.rawValue
        pairs.append(
          (
            name, own.settings.texts[name] ?? parameters.values[parameter] ?? "default",
            asked.settings.texts[name] ?? asked.parameters.values[parameter] ?? "default"
          ))
      }
    }
    return pairs.filter { $0.1 != $0.2 }.map { "\($0): \($1) there, \($2) asked for" }
  }
}

extension TrainingSettings {
  /// The settings by the names of the parameters, defaults included.
  fileprivate var texts: [String: String] {
    [
      TrainingParameter.hidden: hidden.isEmpty ? "none" : hidden.map(String.init).joined(separator: ","),
      .activation: activation.name, .bias: "\(hasBiases)", .epochs: "\(epochs)", .batchSize: "\(batchSize)",
      .optimizer: optimizer.name, .learningRate: "\(learningRate)", .schedule: "\(schedule)",
      .weightDecay: "\(weightDecay)", .lambda: "\(robustFactor)", .mu: "\(normFactor)",
      .robustTerm: robustFactor > 0 ? robustTerm.rawValue : "none", .ramp: "\(ramp)",
      .epsilon: robustFactor > 0 ? "\(radius)" : "0", .radiusScale: "\(radiusScale)",
      .spectralPenalty: "\(spectralFactor)",
      .validation: "\(validationShare)", .seed: "\(seed)",
    ].reduce(into: [:]) { $0[$1.key.rawValue] = $1.value }
  }
}
