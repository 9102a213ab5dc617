import ArgumentParser

/// `gapbound certify MODEL… --data F`
struct CertifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certify",
    abstract: "What a model's weights tolerate: certificates, attacks, quantization, bit flips.",
    discussion: """
      For every sample a lower bound on its margin over all weights in a ball around
      the trained ones (Theorems 1-3, four tighter certificates, and the exact
      decision on request), bracketed from above by attacks. Shares of samples, for
      each sample the worst weights:

        certified  ≤  exact  ≤  attacked  ≤  clean

      A sample is certified only where its bound exceeds the round-off. The radius is
      --epsilon, --layer-epsilon, --bits, --against or --radii; one of them is needed
      unless --bit-flips is all that is asked for. Results do not depend on --threads,
      unless the time limit of the exact decision ends a search. Settings come from
      flags, then GAPBOUND_* variables, then gapbound.yaml (section certify).

      EXAMPLES
        gapbound certify model.pt --data test.npz --epsilon 0.001,0.005
        gapbound certify model.onnx --data test.csv --bits 8 --method linear,exact
        gapbound certify model.pt --data test.npz --against quantized.safetensors
        gapbound certify a.pt b.pt --data test.npz --epsilon 0.01 --layers 1,3
        gapbound certify model.pt --data test.npz --bit-flips int8 --json
      """)

  @Argument(help: ArgumentHelp("Checkpoints and folders of them.", valueName: "model"))
  var models: [String]
  @OptionGroup(title: "Samples") var data: CertifyDataOptions
  @OptionGroup(title: "How far weights may move") var ball: BallOptions
  @OptionGroup(title: "Certificates and attacks") var methods: CertifyMethodOptions
  @OptionGroup(title: "Reading and writing") var common: CommonOptions

  func run() throws {
    try reportingFailure { () throws(CommandFailure) in
      let flags = data.flags.merging(ball.flags) { a, _ in a }.merging(methods.flags) { a, _ in a }
      let settings = try common.settings(flags: flags, paths: models)
      try CertificationRun(
        paths: models, resolved: ResolvedSettings(settings: settings), explains: common.explain
      ).run()
    }
  }
}
