import ArgumentParser
import Foundation

/// Flags about the checkpoints and the output, which every analysing command has.
struct CommonOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Settings; gapbound.yaml beside the checkpoints by default.", valueName: "file"))
  var config: String?

  @Option(
    help: ArgumentHelp(
      "Formats of the report, separated by commas: md, csv, json. One goes to standard output without --output.",
      valueName: "names"))
  var format: String?

  @Flag(help: "The same as --format json.")
  var json = false

  @Option(
    name: [.short, .long], help: ArgumentHelp("Write report.md, report.csv, report.json here.", valueName: "dir"))
  var output: String?

  @Option(help: ArgumentHelp("Weight matrices are stored out_in (torch) or in_out (Keras).", valueName: "layout"))
  var layout: String?

  @Flag(
    help: "Say on standard error how every path, checkpoint and training log was read and paired, and why.")
  var explain = false

  @Option(help: ArgumentHelp("Worker threads; results do not depend on them. All cores by default.", valueName: "n"))
  var threads: String?

  var flags: [Setting: (flag: String, text: String?)] {
    [
      .format: ("--format", json ? "json" : format), .output: ("--output", output), .layout: ("--layout", layout),
      .threads: ("--threads", threads),
    ]
  }

  /// Flags before the environment before the config.
  func settings(flags more: [Setting: (flag: String, text: String?)], paths: [String]) throws(CommandFailure)
    -> Settings
  {
    if json, format != nil { throw CommandFailure(code: .usage, message: "give --json or --format, not both") }
    let environment = ProcessInfo.processInfo.environment
    let own = Settings(flags: flags.merging(more) { a, _ in a }).filled(from: Settings(environment: environment))
    guard let file = config ?? environment["GAPBOUND_CONFIG"] ?? ConfigurationFile.beside(paths) else { return own }
    return own.filled(from: try ConfigurationFile(path: file).settings)
  }
}

/// Flags about how samples and models are read, which every command on data has.
struct ReadingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: ArgumentHelp("Every feature x becomes scale · x + shift.", valueName: "number"))
  var scale: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("See --scale.", valueName: "number"))
  var shift: String?

  @Option(
    help: ArgumentHelp(
      "The activation, where the checkpoint does not tell; relu is assumed visibly.", valueName: "name"))
  var activation: String?

  var flags: [Setting: (flag: String, text: String?)] {
    [.scale: ("--scale", scale), .shift: ("--shift", shift), .activation: ("--activation", activation)]
  }
}

/// Flags about data, radii and γ.
struct AnalysisOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Training samples: npz, npy, IDX (.gz too) or CSV.", valueName: "file"))
  var train: String?

  @Option(help: ArgumentHelp("Labels, where they are a file of their own with another name.", valueName: "file"))
  var trainLabels: String?

  @Option(help: ArgumentHelp("Test samples.", valueName: "file"))
  var test: String?

  @Option(help: ArgumentHelp("Labels of the test samples.", valueName: "file"))
  var testLabels: String?

  @OptionGroup var reading: ReadingOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Radii: every weight may move by at most e. Several, separated by commas, are evaluated one after another. 0 by default.",
      valueName: "e1,e2,…"))
  var epsilon: String?

  @Option(help: ArgumentHelp("Perturb these layers only, counted from 1 at the input.", valueName: "1,3,…"))
  var layers: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("One radius for each layer (Theorems 1 and 3).", valueName: "e1,…,eL"))
  var layerEpsilon: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "γ: a number, or a percentile of the positive training margins. p10 by default.", valueName: "γ|pNN"))
  var marginScale: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("δ: bounds hold with probability 1 − δ. 0.05 by default.", valueName: "δ"))
  var delta: String?

  var flags: [Setting: (flag: String, text: String?)] {
    [
      .train: ("--train", train), .trainLabels: ("--train-labels", trainLabels), .test: ("--test", test),
      .testLabels: ("--test-labels", testLabels), .epsilon: ("--epsilon", epsilon),
      .perturbedLayers: ("--layers", layers),
      .layerEpsilon: ("--layer-epsilon", layerEpsilon), .marginScale: ("--margin-scale", marginScale),
      .delta: ("--delta", delta),
    ].merging(reading.flags) { a, _ in a }
  }
}
