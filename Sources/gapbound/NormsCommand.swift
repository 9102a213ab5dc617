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

      --columns weightwatcher prints the columns of WeightWatcher 0.7.7 instead, with their definitions: norm, spectral_norm,
      stable_rank, entropy, matrix_rank, alpha, D, xmin and others of every layer, as md, csv or json. With --output they
      are weightwatcher.md, weightwatcher.csv beside weightwatcher-columns.csv (the definitions), weightwatcher.json.

      EXAMPLES
        gapbound norms model.safetensors
        gapbound norms runs/ --format csv
        gapbound norms lightning_logs/ --explain
        gapbound norms model.pt --columns weightwatcher --format csv
      """)

  @Argument(help: ArgumentHelp("Checkpoints and folders of them.", valueName: "path"))
  var paths: [String]
  @Option(help: ArgumentHelp("norms (by default) or weightwatcher.", valueName: "set"))
  var columns: String?
  @OptionGroup(title: "Reading and writing") var common: CommonOptions

  func run() throws {
    try reportingFailure { () throws(CommandFailure) in
      let resolved = ResolvedSettings(settings: try common.settings(flags: [:], paths: paths))
      let run = AnalysisRun(
        command: "norms", paths: paths, resolved: resolved, needsData: false, explains: common.explain)
      switch try NormColumns(flag: columns) {
      case .norms: try run.run()
      case .weightwatcher: try run.run(writing: WeightWatcherDestination(resolved).write)
      }
    }
  }
}
