import ArgumentParser
import Foundation
import Reporting

/// `gapbound demo`
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Analyses 24 checkpoints that come with the command, trained on handwritten digits.",
    discussion: """
      Prints the overview and writes the whole report. The data are the 1797 handwritten digits (8 × 8) of the UCI
      repository as scikit-learn bundles them; the checkpoints are three small ReLU networks at eight epochs each.
      """)

  @Option(name: [.short, .long], help: ArgumentHelp("Folder of the report.", valueName: "dir"))
  var output = "Reports/demo"

  func run() throws {
    try reportingFailure { () throws(CommandFailure) in
      let folder = Bundle.module.bundleURL.appending(path: "Demo").path
      let destination = URL(filePath: output).path
      // Inside the folder paths are short, and the report is the same on every machine.
      guard FileManager.default.changeCurrentDirectoryPath(folder) else {
        throw CommandFailure(code: .unreadableInput, message: "\(folder): the demo's files are missing")
      }
      let given = Settings([.output: SettingValue(text: destination, origin: "--output")])
      let settings = given.filled(from: try ConfigurationFile(path: ConfigurationFile.name).settings)
      let run = AnalysisRun(
        command: "demo", paths: ["runs"], resolved: ResolvedSettings(settings: settings), needsData: true)
      try run.run { report throws(CommandFailure) in try printData(MarkdownReport.overview(report)) }
    }
  }
}
