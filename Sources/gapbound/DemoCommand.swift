import ArgumentParser
import Foundation
import Reporting

/// `gapbound demo`
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract:
      "Analyses 24 checkpoints that come with the command, trained on handwritten digits, and certifies the last ones.",
    discussion: """
      Prints the overview of `analyze` and writes its whole report, and below it, in certify/, that of `certify` for the three
      networks at their last epoch: what they tolerate when their weights are quantized. The data are the 1797
      handwritten digits (8 × 8) of the UCI repository as scikit-learn bundles them; the checkpoints are three small ReLU
      networks at eight epochs each.
      """)

  @Option(name: [.short, .long], help: ArgumentHelp("Folder of the reports.", valueName: "dir"))
  var output = "Reports/demo"

  func run() throws {
    try reportingFailure { () throws(CommandFailure) in
      let folder = Bundle.module.bundleURL.appending(path: "Demo").path
      let destination = URL(filePath: output).path
      // Inside the folder paths are short, and the report is the same on every machine.
      guard FileManager.default.changeCurrentDirectoryPath(folder) else {
        throw CommandFailure(code: .unreadableInput, message: "\(folder): the demo's files are missing")
      }
      let run = AnalysisRun(
        command: "demo", paths: ["runs"], resolved: try settings([.output: destination]), needsData: true)
      try run.run { report throws(CommandFailure) in try printData(MarkdownReport.overview(report)) }
      // Markdown alone: the other formats list every sample.
      let certification = try settings([.output: destination + "/certify", .format: MarkdownReport.name])
      try CertificationRun(paths: Self.certified, resolved: certification).run()
    }
  }

  /// The networks that are certified.
  private static let certified = ["width-016", "width-128-decay", "depth-4-width-010"].map {
    "runs/\($0)/epoch-900.safetensors"
  }

  /// What is given, then the environment, then the demo's own config.
  private func settings(_ given: [Setting: String]) throws(CommandFailure) -> ResolvedSettings {
    let own = Settings(given.mapValues { SettingValue(text: $0, origin: "demo") })
      .filled(from: Settings(environment: ProcessInfo.processInfo.environment))
    return ResolvedSettings(settings: own.filled(from: try ConfigurationFile(path: ConfigurationFile.name).settings))
  }
}
