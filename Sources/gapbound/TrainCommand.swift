import Analysis
import ArgumentParser
import Foundation

/// `gapbound train --data F --output DIR`
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains a classifier whose weights may move: the theory-driven loss and its baselines.",
    discussion: """
      Minimizes over mini-batches

        cross-entropy + λ · R + μ · Σ_k (largest row sum + largest column sum of |W_k|)

      where R says what the classifier loses when its weights move by at most ε
      (Tsai et al. 2021, section 3.5, or a tighter term; see list terms). Writes a
      checkpoint for each epoch, metrics.jsonl and a state into a folder that analyze
      reads as it is. Ctrl-C saves the state; --resume goes on, bit for bit. The
      result depends on the seed and the number of threads, and on nothing else but
      the processor's last bits. Test samples are never looked at. Settings come from
      flags, then GAPBOUND_TRAIN_* variables (GAPBOUND_TRAIN_LAMBDA, …), then --config.

      EXAMPLES
        gapbound train --data digits.npz --hidden 64,32 --output runs/standard
        gapbound train --data digits.npz --epsilon 0.02 --output runs/robust
        gapbound train --data digits.npz --epsilon int4 --hidden 256 --output runs/int4
        gapbound train --data digits.npz --robust-term theorem --epsilon 0.001 \\
          --lambda 0.1 --mu 0.001 --output runs/paper
        gapbound train --data digits.npz --output runs/a --initial
        gapbound analyze runs --train digits.npz --reference initial.safetensors
        gapbound train --resume runs/standard
      """)

  @OptionGroup(title: "Samples") var data: TrainDataOptions
  @OptionGroup(title: "Network and training") var method: TrainMethodOptions
  @OptionGroup(title: "Loss") var loss: TrainLossOptions

  @Option(name: [.short, .long], help: ArgumentHelp("Folder of the checkpoints, new or empty.", valueName: "dir"))
  var output: String?

  @Option(help: ArgumentHelp("Go on with the training in this folder, as it was begun.", valueName: "dir"))
  var resume: String?

  @Option(
    help: ArgumentHelp(
      "YAML with names and values of the options under Network and training and Loss, with _ for -, and samples, validation, bias, initial.",
      valueName: "file"))
  var config: String?

  @Option(help: ArgumentHelp("Worker threads, each with its part of a batch. 1 by default.", valueName: "n"))
  var threads: String?

  func run() throws {
    try reportingFailure { () throws(CommandFailure) in
      try TrainingSession(command: self).run()
    }
  }

  /// What the flags say, by parameter.
  var flags: [TrainingParameter: (flag: String, text: String?)] {
    [
      .samples: ("--samples", data.samples), .validation: ("--validation", data.validation),
      .hidden: ("--hidden", method.hidden), .activation: ("--activation", method.activation),
      .bias: ("--no-bias", method.noBias ? "false" : nil), .epochs: ("--epochs", method.epochs),
      .batchSize: ("--batch-size", method.batchSize), .optimizer: ("--optimizer", method.optimizer),
      .momentum: ("--momentum", method.momentum), .learningRate: ("--learning-rate", method.learningRate),
      .schedule: ("--schedule", method.schedule), .patience: ("--patience", method.patience),
      .seed: ("--seed", method.seed), .every: ("--every", method.every),
      .initial: ("--initial", method.initial ? "true" : nil), .lambda: ("--lambda", loss.lambda),
      .robustTerm: ("--robust-term", loss.robustTerm), .epsilon: ("--epsilon", loss.epsilon),
      .unit: ("--unit", loss.unit), .radiusScale: ("--radius-scale", loss.radiusScale), .ramp: ("--ramp", loss.ramp),
      .mu: ("--mu", loss.mu), .weightDecay: ("--weight-decay", loss.weightDecay),
      .spectralPenalty: ("--spectral-penalty", loss.spectralPenalty),
      .weightNoise: ("--weight-noise", loss.weightNoise),
      .adversarialWeights: ("--adversarial-weights", loss.adversarialWeights),
    ]
  }
}
