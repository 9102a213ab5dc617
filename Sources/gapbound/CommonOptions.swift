import ArgumentParser
import Foundation
import Reporting

/// Flags about how models are read, which every command on models has.
struct ModelOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Settings; gapbound.yaml beside the checkpoints by default.", valueName: "file"))
  var config: String?

  @Option(help: ArgumentHelp("Weight matrices are stored out_in (torch) or in_out (Keras).", valueName: "layout"))
  var layout: String?

  @Flag(
    help: "Say on standard error how every path, checkpoint and training log was read and paired, and why.")
  var explain = false

  var flags: [Setting: (flag: String, text: String?)] { [.layout: ("--layout", layout)] }

  /// Flags before the environment before the config.
  func settings(flags more: [Setting: (flag: String, text: String?)], paths: [String]) throws(CommandFailure)
    -> Settings
  {
    let environment = ProcessInfo.processInfo.environment
    let own = Settings(flags: flags.merging(more) { a, _ in a }).filled(from: Settings(environment: environment))
    guard let file = config ?? environment["GAPBOUND_CONFIG"] ?? ConfigurationFile.beside(paths) else { return own }
    return own.filled(from: try ConfigurationFile(path: file).settings)
  }
}

/// Flags about the checkpoints, the output and the threads, which every analysing command has.
struct CommonOptions: ParsableArguments {
  @OptionGroup var model: ModelOptions

  @OptionGroup var writing: WritingOptions

  @Option(help: ArgumentHelp("Worker threads; results do not depend on them. All cores by default.", valueName: "n"))
  var threads: String?

  var explain: Bool { model.explain }

  /// Flags before the environment before the config.
  func settings(flags more: [Setting: (flag: String, text: String?)], paths: [String]) throws(CommandFailure)
    -> Settings
  {
    let own = try writing.flags().merging([.threads: ("--threads", threads)]) { a, _ in a }
    return try model.settings(flags: own.merging(more) { a, _ in a }, paths: paths)
  }
}

/// Flags about the formats of a report and where it goes.
struct WritingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Formats of the report, separated by commas: \(WritingOptions.formats). One goes to standard output without --output.",
      valueName: "names"))
  var format: String?

  @Flag(help: "The same as --format json.")
  var json = false

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("Write the report here, in every format unless --format says which.", valueName: "dir"))
  var output: String?

  private static let formats = reportFormatCatalogue.map { $0.name }.joined(separator: ", ")

  func flags() throws(CommandFailure) -> [Setting: (flag: String, text: String?)] {
    if json, format != nil { throw CommandFailure(code: .usage, message: "give --json or --format, not both") }
    return [.format: ("--format", json ? "json" : format), .output: ("--output", output)]
  }
}
