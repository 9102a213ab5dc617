import Analysis
import ArgumentParser
import Datasets
import Foundation
import Reporting

/// `gapbound demo`
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Trains three small networks on handwritten digits, analyses 24 checkpoints and certifies the last ones.",
    discussion: """
      The networks have the same shape and the same samples: one is trained as usual, one with weight decay, and one with
      the robust term, so that its weights may be rounded. Prints the overview of `analyze` and writes into the folder:
      the samples (data/), the checkpoints (runs/), the whole report, and in certify/ what the three networks tolerate when
      their weights are quantized. The samples are the 1797 handwritten digits (8 × 8) of the UCI repository as
      scikit-learn bundles them, 250 to learn from. All of it can be repeated by hand: each run's metadata say how.
      """)

  @Option(name: [.short, .long], help: ArgumentHelp("Folder of the samples, runs and reports.", valueName: "dir"))
  var output = "Reports/demo"

  func run() throws {
    try reportingFailure { () throws(CommandFailure) in
      try unpack()
      let folder = URL(filePath: output).path
      // Inside the folder paths are short, and the report is the same wherever it lies.
      guard FileManager.default.changeCurrentDirectoryPath(output) else {
        throw CommandFailure(code: .unreadableInput, message: "\(output): cannot be entered")
      }
      let configuration = ResolvedSettings(settings: try ConfigurationFile(path: ConfigurationFile.name).settings)
      guard let samples = try configuration.samples(.train) else {
        preconditionFailure("the demo's own settings name its samples")
      }
      for run in DemoRun.all { try run.train(on: samples) }
      let analysis = AnalysisRun(
        command: "demo", paths: ["runs"], resolved: try settings([.output: folder]), needsData: true)
      try analysis.run { report throws(CommandFailure) in try printData(MarkdownReport.overview(report)) }
      // Markdown alone: the other formats list every sample.
      let certification = try settings([.output: folder + "/certify", .format: MarkdownReport.name])
      try CertificationRun(paths: DemoRun.all.map(\.lastCheckpoint), resolved: certification).run()
    }
  }

  /// Copies samples and settings to where the user can see and use them.
  private func unpack() throws(CommandFailure) {
    let source = Bundle.module.bundleURL.appending(path: "Demo")
    let files = FileManager.default
    do {
      try files.createDirectory(atPath: output + "/data", withIntermediateDirectories: true)
      let samples = try files.contentsOfDirectory(atPath: source.appending(path: "data").path).map { "data/\($0)" }
      for name in samples + ["README.md", ConfigurationFile.name] {
        let data = try Data(contentsOf: source.appending(path: name))
        try data.write(
          to: URL(filePath: output).appending(path: name == "README.md" ? "data/README.md" : name), options: .atomic)
      }
    } catch {
      throw CommandFailure(
        code: .unreadableInput, message: "cannot copy the samples to \(output): \(error.localizedDescription)")
    }
  }

  /// What is given, then the environment, then the demo's own config.
  private func settings(_ given: [Setting: String]) throws(CommandFailure) -> ResolvedSettings {
    let own = Settings(given.mapValues { SettingValue(text: $0, origin: "demo") })
      .filled(from: Settings(environment: ProcessInfo.processInfo.environment))
    return ResolvedSettings(settings: own.filled(from: try ConfigurationFile(path: ConfigurationFile.name).settings))
  }
}

/// One training of the demo.
private struct DemoRun {
  let name: String
  let terms: [TrainingParameter: String]

  /// The usual training, a baseline, and ours.
  static let all = [
    DemoRun(name: "standard", terms: [:]),
    DemoRun(name: "weight-decay", terms: [.weightDecay: "0.1"]),
    DemoRun(name: "robust", terms: [.epsilon: "0.02"]),
  ]

  /// Checkpoints of a run.
  private static let checkpoints = 8
  private static let common: [TrainingParameter: String] = [
    .hidden: "64,32", .epochs: "96", .batchSize: "25", .learningRate: "0.002", .schedule: "constant", .seed: "1",
    .initial: "true",
  ]

  private var folder: String { "runs/\(name)" }

  /// Epochs, which the environment may cut short.
  private static var epochs: String {
    ProcessInfo.processInfo.environment["GAPBOUND_TRAIN_EPOCHS"] ?? common[.epochs] ?? ""
  }

  private var parameters: TrainingParameters {
    var values = Self.common.merging(terms) { $1 }
    values[.epochs] = Self.epochs
    values[.every] = "\(max(1, (Int(Self.epochs) ?? 1) / Self.checkpoints))"
    return TrainingParameters(values)
  }

  var lastCheckpoint: String {
    "\(folder)/\(TrainingRun.checkpointName(epoch: Int(Self.epochs) ?? 0, of: Int(Self.epochs) ?? 0))"
  }

  /// Trains anew; what an earlier demo left goes away.
  func train(on samples: LabelledSamples) throws(CommandFailure) {
    do throws(TrainingRunError) {
      try TrainingRun.removeEarlier(folder)
      let progress = Progress()
      var run = try TrainingRun(parameters, data: samples, threads: 1, output: folder, version: gapboundVersion)
      _ = try run.run { step in
        progress.update("training \(name)", done: step.step, of: step.stepCount)
        return true
      }
      progress.finish()
    } catch { throw TrainingSession.failure(error) }
  }
}
