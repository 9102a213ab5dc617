import Analysis
import ArgumentParser

/// What to learn from.
struct TrainDataOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Training samples: npz (x_train, y_train or x, y), npy, IDX (.gz too) or CSV. The test part is not touched.",
      valueName: "file"))
  var data: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Their labels, where they are a file of their own with another name.", valueName: "file"))
  var labels: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Every feature x becomes scale · x + shift.", valueName: "number"))
  var scale: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("See --scale.", valueName: "number"))
  var shift: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Use the first n samples only.", valueName: "n"))
  var samples: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Hold this share of them out, to stop and to choose the learning rate and best.safetensors by: by cross-entropy + λ·R at the full radius, once the ramp is over. 0 by default.",
      valueName: "share"))
  var validation: String?

  var flags: [Setting: (flag: String, text: String?)] {
    [
      .train: ("--data", data), .trainLabels: ("--labels", labels), .scale: ("--scale", scale),
      .shift: ("--shift", shift),
    ]
  }
}

/// The network and how it is trained.
struct TrainMethodOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Widths of the hidden layers, or none. 128,64 by default.", valueName: "w1,w2,…"))
  var hidden: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("relu (default), sigmoid, tanh and others; see list activations.", valueName: "name"))
  var activation: String?

  @Flag(help: "Layers without biases.")
  var noBias = false

  @Option(parsing: .unconditional, help: ArgumentHelp("Passes over the samples. 50 by default.", valueName: "n"))
  var epochs: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Samples of a step. 64 by default.", valueName: "n"))
  var batchSize: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("adam (default) or sgd.", valueName: "name"))
  var optimizer: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Momentum of sgd. 0.9 by default.", valueName: "number"))
  var momentum: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("0.001 by default with adam, 0.1 with sgd.", valueName: "number"))
  var learningRate: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "constant, cosine (default), step:N (a tenth every N epochs) or plateau:N (a tenth after N epochs without a better validation loss).",
      valueName: "name"))
  var schedule: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Stop after n epochs without a better validation loss; best.safetensors is the one to use.", valueName: "n"))
  var patience: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Seed of everything random. 0 by default.", valueName: "n"))
  var seed: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Write a checkpoint every n epochs, and after the last. 1 by default.", valueName: "n"))
  var every: String?

  @Flag(
    help:
      "Write the weights before the training too, as initial.safetensors: what analyze --reference compares checkpoints with."
  )
  var initial = false
}

/// The terms of the loss, and other ways to make weights robust.
struct TrainLossOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("λ, the factor of the robust term. 1 with --epsilon, 0 without.", valueName: "λ"))
  var lambda: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "interval (default; cross-entropy of the worst-case margins), theorem (the paper's) or elementwise.",
      valueName: "name"))
  var robustTerm: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How far every weight may move: a number, or all roundings to int8, int4, int4-per-tensor and the like.",
      valueName: "ε"))
  var epsilon: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What a number counts: absolute (default), largest-weight (× max|W| of the layer) or range (× (max W − min W)).",
      valueName: "name"))
  var unit: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Train for so many times the radius; a little more is certified better. 1 by default.", valueName: "f"))
  var radiusScale: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The radius grows from 0 over this share of the steps. 0.5 by default.", valueName: "share"))
  var ramp: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("μ, the factor of the largest row and column sums. 0 by default.", valueName: "μ"))
  var mu: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Weight decay (decoupled with adam). 0 by default.", valueName: "number"))
  var weightDecay: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("c of (c/2) Σ ‖W‖₂². 0 by default.", valueName: "c"))
  var spectralPenalty: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Add Gaussian noise to the weights before each gradient; ε as above.", valueName: "ε"))
  var weightNoise: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Move the weights by ε along the sign of the gradient before each gradient is taken (AWP).", valueName: "ε"))
  var adversarialWeights: String?
}
