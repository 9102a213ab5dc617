import ArgumentParser

/// `gapbound sweep --config FILE`
struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Trains a grid of networks, and analyses them together.",
    discussion: """
      Every combination of the values in the file is trained into a folder of its
      own, OUTPUT/interval-seed-0, several at once with one thread each; results do
      not depend on how many. Then all are analysed, and the report is written into
      OUTPUT.

      EXAMPLE: sweep.yaml
        data: {train: digits.npz, test: digits.npz}
        preprocessing: {scale: 0.0625}
        output: runs
        base: {epochs: 200, every: 200}  # options of gapbound train, with _ for -
        variants:                        # optional: named settings, each crossed
          standard: {}                   # with the grid; they replace those of base
          interval: {epsilon: 2e-2}
          decay: {weight_decay: 1e-2}
        grid:                            # every combination, the last varies fastest
          seed: [0, 1, 2]
          hidden: ["64,32", "128"]
        analyze: {epsilon: [0, 0.001], margin_scale: p10}   # optional; false: none

      These are 3 · 3 · 2 = 18 runs. Paths are relative to the file.

      EXAMPLES
        gapbound sweep --config sweep.yaml --dry-run   # what would be trained?
        gapbound sweep --config sweep.yaml

      A run is named by its variant and the parameters with more than one value.
      Where runs differ in samples, each number n has a folder OUTPUT/n-00100 and a
      report of its own, on the n samples that were given to the training.

      Everything is checked before the first training begins. A finished run is
      skipped, an unfinished one goes on where it stopped, bit for bit; a folder
      that holds another training is refused, never overwritten. Ctrl-C saves all
      states. Settings come from the file alone; GAPBOUND_* variables are not read.

      A run that fails is listed at the end and leaves the others alone. The exit
      code is then 6 where every failed run diverged, otherwise 3. An
      analysis that fails has the exit code of analyze, unless runs failed before.
      """)

  @Option(help: ArgumentHelp("The sweep in YAML.", valueName: "file"))
  var config: String

  @Option(
    name: [.short, .long], help: ArgumentHelp("Folder of the runs; the file's output by default.", valueName: "dir"))
  var output: String?

  @Option(help: ArgumentHelp("Runs at once, with one thread each. All cores by default.", valueName: "n"))
  var threads: String?

  @Flag(help: "Check everything, say what would be trained, and write nothing.")
  var dryRun = false

  func run() throws {
    try reportingFailure { () throws(CommandFailure) in try SweepSession(command: self).run() }
  }
}
