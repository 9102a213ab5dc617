import Analysis
import Checkpoints
import Datasets
import Foundation
import Networks
import Reporting

/// Settings turned into values: every number checked, data loaded.
struct ResolvedSettings {
  let settings: Settings

  /// ε, one setting after another.
  func radii() throws(CommandFailure) -> [RadiusSetting] {
    let meaning = "a radius, a finite number ≥ 0"
    if let perLayer = settings[.layerEpsilon] {
      if let other = settings[.epsilon] { throw other.refused("give --epsilon or --layer-epsilon, not both") }
      if let other = settings[.perturbedLayers] {
        throw other.refused("--layers goes with --epsilon; --layer-epsilon names every layer itself")
      }
      return [.perLayer(try perLayer.numbers(meaning) { $0 >= 0 })]
    }
    let layers = try perturbedLayers()
    guard let epsilon = settings[.epsilon] else { return [.uniform(0, layers: nil)] }
    return try epsilon.numbers(meaning) { $0 >= 0 }.map { .uniform($0, layers: layers) }
  }

  /// The layers that may move; nil for all.
  func perturbedLayers() throws(CommandFailure) -> [Int]? {
    try settings[.perturbedLayers]?.numbers(
      "a layer number, counted from 1 at the input", where: SettingValue.isPositiveInteger
    ).map { Int($0) }
  }

  /// γ.
  func marginScale() throws(CommandFailure) -> MarginScale {
    guard let value = settings[.marginScale] else { return .percentile(10) }
    guard let scale = MarginScale(value.text) else {
      throw value.refused("expected a number > 0, or a percentile of the positive training margins such as p10")
    }
    return scale
  }

  /// δ.
  func failureProbability() throws(CommandFailure) -> Double {
    try settings[.delta]?.number("a probability between 0 and 1") { $0 > 0 && $0 < 1 } ?? 0.05
  }

  /// What the user says about bare tensors.
  func manifest() throws(CommandFailure) -> ModelManifest {
    var manifest = ModelManifest()
    if let value = settings[.activation] {
      guard let activation = Activation(named: value.text) else {
        let known = Activation.named.map(\.name).joined(separator: ", ") + ", clip(lower, upper)"
        throw value.refused("unknown activation; known: \(known)")
      }
      manifest.activation = (activation, value.origin.hasPrefix("-") ? value.origin : "config")
    }
    manifest.layers = settings[.layers]?.text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    if let value = settings[.layout] {
      guard let layout = ModelManifest.Layout(rawValue: value.text) else {
        throw value.refused("expected out_in or in_out")
      }
      manifest.layout = layout
    }
    if let value = settings[.batchNorm] {
      guard let place = ModelManifest.BatchNormPlace(rawValue: value.text) else {
        throw value.refused("expected before_activation or after_activation")
      }
      manifest.batchNorm = place
    }
    manifest.batchNormEpsilon = try settings[.batchNormEpsilon]?.number("a number > 0") { $0 > 0 }
    return manifest
  }

  /// Workers.
  func workers() throws(CommandFailure) -> WorkerCount {
    let requested = try settings[.threads]?.count("a number of threads ≥ 1")
    return WorkerCount(requested, cores: ProcessInfo.processInfo.activeProcessorCount)
  }

  /// The samples of a role; nil where none were given.
  func samples(_ role: SampleRole) throws(CommandFailure) -> LabelledSamples? {
    let (features, labels): (Setting, Setting) = role == .train ? (.train, .trainLabels) : (.test, .testLabels)
    guard let path = settings[features] else { return nil }
    let preprocessing = Preprocessing(
      scale: try settings[.scale]?.number("a finite number") ?? 1,
      shift: try settings[.shift]?.number("a finite number") ?? 0)
    do {
      return try Datasets.load(path.text, labels: settings[labels]?.text, role: role, preprocessing: preprocessing)
    } catch {
      throw CommandFailure(code: .unreadableInput, message: "\(error)")
    }
  }

  /// The table of hyper-parameters; nil where none was given.
  func hyperparameterTable() throws(CommandFailure) -> HyperparameterTable? {
    guard let path = settings[.hyperparameters] else { return nil }
    do { return try HyperparameterTable(path: path.text) } catch {
      throw CommandFailure(code: .unreadableInput, message: "\(error)")
    }
  }

  /// How many of the training samples are used; nil for all.
  func trainSampleLimit(of samples: LabelledSamples) throws(CommandFailure) -> Int? {
    guard let setting = settings[.trainSamples] else { return nil }
    let limit = try setting.count("a number of samples ≥ 1")
    guard limit <= samples.count else { throw setting.refused("\(samples.path) has \(samples.count) samples") }
    return limit
  }

  /// Where reference matrices lie: an existing file, or a name that is looked for in every run's folder.
  func reference() throws(CommandFailure) -> ReferencePlace? {
    guard let setting = settings[.reference] else { return nil }
    if FileManager.default.fileExists(atPath: setting.text) { return .file(setting.text) }
    guard !setting.text.contains("/") else {
      throw CommandFailure(
        code: .unreadableInput, message: "\(setting.origin): \(setting.text): no such file or folder")
    }
    return .named(setting.text)
  }

  /// The checkpoints that paths name; files that hold data or radii, or another model, are none unless named themselves.
  func discovery(
    _ paths: [String], reference: ReferencePlace? = nil
  ) throws(CommandFailure) -> CheckpointDiscovery {
    let data = [Setting.train, .trainLabels, .test, .testLabels, .hyperparameters].compactMap { settings[$0]?.text }
    let others = data + [.against, .radii].compactMap { settings[$0]?.text }.filter { !paths.contains($0) }
    do { return try CheckpointDiscovery(paths, excluding: others, reference: reference) } catch {
      throw CommandFailure(code: .unreadableInput, message: "\(error)")
    }
  }

  /// Where reports go.
  func destination() throws(CommandFailure) -> ReportDestination {
    let output = settings[.output]?.text
    let formats = try formats()
    if let output { return .folder(output, formats ?? reportFormatCatalogue) }
    guard let formats else { return .standardOutput(MarkdownReport.self) }
    guard formats.count == 1 else {
      throw CommandFailure(code: .usage, message: "several formats need a folder: add --output DIR")
    }
    return .standardOutput(formats[0])
  }

  /// The formats that were asked for; nil for the destination's own.
  func formats() throws(CommandFailure) -> [any ReportExporter.Type]? {
    guard let setting = settings[.format] else { return nil }
    if let unknown = setting.parts.first(where: { reportFormat(named: $0.text) == nil }) {
      throw unknown.refused("unknown format; known: \(reportFormatCatalogue.map { $0.name }.joined(separator: ", "))")
    }
    return setting.parts.compactMap { reportFormat(named: $0.text) }
  }
}

/// Where reports go.
enum ReportDestination {
  /// One format, as data.
  case standardOutput(any ReportExporter.Type)
  /// report.<ext> for each format.
  case folder(String, [any ReportExporter.Type])

  func write(_ report: some Report) throws(CommandFailure) {
    switch self {
    case .standardOutput(let format):
      try printData(report.rendered(as: format))
    case .folder(let folder, let formats):
      let paths: [String]
      do { paths = try ReportWriter.write(report, as: formats, to: folder) } catch {
        throw CommandFailure(code: .unreadableInput, message: "\(error)")
      }
      // Each picture is two files.
      let pictures = (paths.count - formats.count) / 2
      let names = formats.map { $0.fileExtension }.joined(separator: ",")
      let drawn = pictures == 0 ? "" : " and \(pictures) picture\(pictures == 1 ? "" : "s")"
      printError("wrote \(folder)/report.\(formats.count == 1 ? names : "{\(names)}")\(drawn)")
    }
  }
}
