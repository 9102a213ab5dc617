import ArgumentParser

/// What a bare checkpoint does not tell about its network.
struct ActivationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The activation, where the checkpoint does not tell; relu is assumed visibly.", valueName: "name"))
  var activation: String?

  var flags: [Setting: (flag: String, text: String?)] { [.activation: ("--activation", activation)] }
}

/// Flags about how samples and models are read, which every command on data has.
struct ReadingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: ArgumentHelp("Every feature x becomes scale · x + shift.", valueName: "number"))
  var scale: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("See --scale.", valueName: "number"))
  var shift: String?

  @OptionGroup var network: ActivationOptions

  var flags: [Setting: (flag: String, text: String?)] {
    [.scale: ("--scale", scale), .shift: ("--shift", shift)].merging(network.flags) { a, _ in a }
  }
}
