import ArgumentParser

/// `gapbound norms PATH…`
struct NormsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "norms",
    abstract: "Norms of every weight matrix; no data needed.",
    discussion: """
      Spectral norm with a certified upper bound, Frobenius, (2,1) of the transpose, ∞→∞ and 1→1 norms, stable rank. Layers
      are read one after another: memory stays within three times the largest layer in double precision plus 100 MB.
      Where training logs lie beside the checkpoints (metrics.json, metrics.csv, summary.csv, trainer_state.json), the
      logged gap stands beside the norms.

      EXAMPLES
        gapbound norms model.safetensors
        gapbound norms runs/ --format csv
        gapbound norms lightning_logs/ --explain
      """)

  @Argument(help: ArgumentHelp("Checkpoints and folders of them.", valueName: "path"))
  var paths: [String]
  @OptionGroup(title: "Reading and writing") var common: CommonOptions

  func run() throws {
    try reportingFailure { () throws(CommandFailure) in
      let settings = try common.settings(flags: [:], paths: paths)
      try AnalysisRun(
        command: "norms", paths: paths, resolved: ResolvedSettings(settings: settings), needsData: false,
        explains: common.explain
      ).run()
    }
  }
}
