import ArgumentParser

/// `gapbound quantize MODEL --bits B`
struct QuantizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quantize",
    abstract: "Writes a model with its weights rounded to a few bits, for certify --against.",
    discussion: """
      Every weight w becomes s·q. The code q is w/s rounded to a whole number,
      |q| ≤ n = 2^(bits-1) - 1; the scale s is max|w| / n over the weights that share
      it. Biases stay as they are.

      The file holds the numbers s·q as safetensors, float64 where float32 would
      change them: a model like any other, not a smaller one. Its metadata name
      activation, bits, scheme and the SHA-256 of the source. Without --output it is
      <model>-int<bits>-<scheme>.safetensors in the current folder and must not be
      there yet; a file named by --output is replaced, but never the model itself.

      Settings come from flags, then GAPBOUND_* variables, then gapbound.yaml (bits
      and scheme: section certify).

      EXAMPLES
        gapbound quantize model.pt --bits 8
        gapbound quantize model.onnx --bits 4 --scheme group:32 -o q.safetensors
        gapbound certify model.onnx --against q.safetensors --data test.npz
      """)

  @Argument(help: ArgumentHelp("A checkpoint.", valueName: "model"))
  var model: String
  @OptionGroup(title: "Rounding") var rounding: RoundingOptions
  @OptionGroup(title: "Reading") var network: ActivationOptions
  @OptionGroup(title: "Reading") var reading: ModelOptions
  @OptionGroup(title: "Writing") var writing: RoundedModelOptions

  func run() throws {
    try reportingFailure { () throws(CommandFailure) in
      let flags = rounding.flags.merging(network.flags) { a, _ in a }
      let settings = try reading.settings(flags: flags, paths: [model])
      try QuantizationRun(
        path: model, resolved: ResolvedSettings(settings: settings), output: writing.output, printsJSON: writing.json,
        explains: reading.explain
      ).run()
    }
  }
}

/// What weights are rounded to.
struct RoundingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Bits of a code, sign included, 2 to 16.", valueName: "b"))
  var bits: String?

  @OptionGroup var scheme: SchemeOptions

  var flags: [Setting: (flag: String, text: String?)] { [.bits: ("--bits", bits)].merging(scheme.flags) { a, _ in a } }
}

/// Where the rounded model goes, and how the command tells about it.
struct RoundedModelOptions: ParsableArguments {
  @Option(name: [.short, .long], help: ArgumentHelp("Write the rounded model here (.safetensors).", valueName: "file"))
  var output: String?

  @Flag(help: "Tell what became of each layer as JSON instead of Markdown.")
  var json = false
}
