import ArgumentParser

/// The samples that `certify` speaks about.
struct CertifyDataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Labelled samples: npz, npy, IDX (.gz too) or CSV; data.test of gapbound.yaml by default.", valueName: "file"))
  var data: String?

  @Option(help: ArgumentHelp("Their labels, where they are a file of their own with another name.", valueName: "file"))
  var labels: String?

  @Option(help: ArgumentHelp("Use the first n samples only.", valueName: "n"))
  var samples: String?

  @OptionGroup var reading: ReadingOptions

  var flags: [Setting: (flag: String, text: String?)] {
    [
      .test: ("--data", data), .testLabels: ("--labels", labels), .samples: ("--samples", samples),
    ].merging(reading.flags) { a, _ in a }
  }
}

/// How far weights may move: one question with several kinds of answer.
struct BallOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Every weight may move by at most e. Several are certified one after another.", valueName: "e1,e2,…"))
  var epsilon: String?

  @Option(
    help: ArgumentHelp(
      "What e counts: absolute (default), largest-weight (× max|W| of the layer) or range (× (max W − min W)).",
      valueName: "name"))
  var unit: String?

  @Option(help: ArgumentHelp("Move these layers only, counted from 1 at the input.", valueName: "1,3,…"))
  var layers: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("One radius for each layer.", valueName: "e1,…,eL"))
  var layerEpsilon: String?

  @Option(
    help: ArgumentHelp("Half a step of b-bit quantization, 2 to 16; several one after another.", valueName: "b1,b2,…"))
  var bits: String?

  @OptionGroup var scheme: SchemeOptions

  @Option(help: ArgumentHelp("All weights between the model and this checkpoint.", valueName: "file"))
  var against: String?

  @Option(
    help: ArgumentHelp(
      "Radii from tensors named as the model's layers: one number, one for each row, or one for each weight.",
      valueName: "file"))
  var radii: String?

  @Flag(help: "Biases move too, by as much as the largest weight of their row.")
  var biases = false

  var flags: [Setting: (flag: String, text: String?)] {
    [
      .epsilon: ("--epsilon", epsilon), .unit: ("--unit", unit), .perturbedLayers: ("--layers", layers),
      .layerEpsilon: ("--layer-epsilon", layerEpsilon), .bits: ("--bits", bits), .against: ("--against", against),
      .radii: ("--radii", radii), .biases: ("--biases", biases ? "true" : nil),
    ].merging(scheme.flags) { a, _ in a }
  }
}

/// Which weights share a scale.
struct SchemeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Which weights share a scale: per-channel (default), per-tensor or group:N.", valueName: "name"))
  var scheme: String?

  var flags: [Setting: (flag: String, text: String?)] { [.scheme: ("--scheme", scheme)] }
}

/// Certificates, attacks and what else to measure.
struct CertifyMethodOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Certificates: theorem, elementwise, interval, interval_linear, linear (all five by default), and exact.",
      valueName: "names"))
  var method: String?

  @Option(help: ArgumentHelp("Seconds for the exact decision of one sample. 10 by default.", valueName: "s"))
  var timeLimit: String?

  @Option(
    help: ArgumentHelp(
      "Write the weights that misclassify a sample here, as safetensors (with exact).", valueName: "dir"))
  var witnesses: String?

  @Option(
    help: ArgumentHelp(
      "Attacks: per-sample, universal, uniform, gaussian, or none. per-sample, universal, uniform by default.",
      valueName: "names"))
  var attack: String?

  @Option(help: ArgumentHelp("Starts of each attack. 5 by default.", valueName: "n"))
  var restarts: String?

  @Option(help: ArgumentHelp("Steps from each start. 40 by default.", valueName: "n"))
  var steps: String?

  @Option(help: ArgumentHelp("Draws of random noise. 100 by default.", valueName: "n"))
  var draws: String?

  @Option(help: ArgumentHelp("Seed of everything random. 0 by default.", valueName: "n"))
  var seed: String?

  @Flag(help: "Also search each sample's largest certified radius, to three digits.")
  var largestRadius = false

  @Option(
    help: ArgumentHelp(
      "Also flip every single bit of every weight, stored as float32 or int8 (see --scheme).", valueName: "type"))
  var bitFlips: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Limits for unseen samples hold with probability 1 − δ together. 0.05 by default.", valueName: "δ"))
  var delta: String?

  var flags: [Setting: (flag: String, text: String?)] {
    [
      .method: ("--method", method), .timeLimit: ("--time-limit", timeLimit), .witnesses: ("--witnesses", witnesses),
      .attack: ("--attack", attack), .restarts: ("--restarts", restarts), .steps: ("--steps", steps),
      .draws: ("--draws", draws), .seed: ("--seed", seed),
      .largestRadius: ("--largest-radius", largestRadius ? "true" : nil), .bitFlips: ("--bit-flips", bitFlips),
      .delta: ("--delta", delta),
    ]
  }
}
