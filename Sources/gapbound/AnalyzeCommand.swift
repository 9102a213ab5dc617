import ArgumentParser

/// `gapbound analyze PATH…`
struct AnalyzeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "Norms, risks, gap and bounds of checkpoints on given data.",
    discussion: """
      PATH is a checkpoint (PyTorch, ONNX, Keras, safetensors, npz: gapbound list formats), a folder of checkpoints (a series),
      or a folder of such folders (runs).
      The gap is measured on --train and --test; where one is missing, it is taken from the run's own logs, and says so.
      Settings come from flags, then GAPBOUND_* variables (GAPBOUND_TRAIN, …), then gapbound.yaml.

      EXAMPLES
        gapbound analyze model.pt --train train.npz --test test.npz
        gapbound analyze runs/ --train train-images-idx3-ubyte.gz --test test-images-idx3-ubyte.gz --scale 0.00392156862745098
        gapbound analyze runs/ --epsilon 0.001,0.01 --margin-scale 1 --output report/
        gapbound analyze runs/ --layer-epsilon 0,0.01,0 --json
        gapbound analyze runs/ --train train.npz --reference initial.safetensors --epsilon 0.01 --sharpness
        gapbound analyze runs/ --train train.npz --explain
      """)

  @Argument(help: ArgumentHelp("Checkpoints and folders of them.", valueName: "path"))
  var paths: [String]
  @OptionGroup(title: "Data and bounds") var analysis: AnalysisOptions
  @OptionGroup(title: "Reading and writing") var common: CommonOptions

  func run() throws {
    try reportingFailure { () throws(CommandFailure) in
      let settings = try common.settings(flags: analysis.flags, paths: paths)
      try AnalysisRun(
        command: "analyze", paths: paths, resolved: ResolvedSettings(settings: settings), needsData: true,
        explains: common.explain
      ).run()
    }
  }
}
