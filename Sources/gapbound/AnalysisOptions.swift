import ArgumentParser

/// Flags about data, radii and γ.
struct AnalysisOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Training samples: npz, npy, IDX (.gz too) or CSV.", valueName: "file"))
  var train: String?

  @Option(help: ArgumentHelp("Labels, where they are a file of their own with another name.", valueName: "file"))
  var trainLabels: String?

  @Option(
    help: ArgumentHelp(
      "Measure on the first n training samples: those that the networks were trained on.", valueName: "n"))
  var trainSamples: String?

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

  @Option(
    help: ArgumentHelp(
      "Reference matrices, the weights before the training, for the distances from them: a file for all checkpoints, or the name of a file in every run's folder.",
      valueName: "file"))
  var reference: String?

  @Flag(
    help:
      "Measure the sharpness: attack all training samples at every radius, which takes as long as some 40 epochs of training."
  )
  var sharpness = false

  @Option(
    help: ArgumentHelp(
      "CSV of hyper-parameters, for statistics over runs: a column run (or checkpoint) and one for each hyper-parameter. By default those that files of gapbound train tell.",
      valueName: "file"))
  var hyperparameters: String?

  var flags: [Setting: (flag: String, text: String?)] {
    [
      .train: ("--train", train), .trainLabels: ("--train-labels", trainLabels),
      .trainSamples: ("--train-samples", trainSamples), .test: ("--test", test),
      .testLabels: ("--test-labels", testLabels), .epsilon: ("--epsilon", epsilon),
      .perturbedLayers: ("--layers", layers),
      .layerEpsilon: ("--layer-epsilon", layerEpsilon), .marginScale: ("--margin-scale", marginScale),
      .delta: ("--delta", delta), .reference: ("--reference", reference),
      .sharpness: ("--sharpness", sharpness ? "true" : nil),
      .hyperparameters: ("--hyperparameters", hyperparameters),
    ].merging(reading.flags) { a, _ in a }
  }
}
