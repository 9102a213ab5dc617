import ArgumentParser
import MatrixNorms
import Reporting

/// The command.
@main struct Gapbound: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gapbound",
    abstract: "Puts generalization bounds of trained networks beside the gap that was measured.",
    discussion: """
      Reads folders of trained feed-forward classifiers, measures every layer's norms through LAPACK, evaluates the
      Rademacher bound of the robust surrogate loss (Theorem 4 of Tsai, Hsu, Yu, Chen 2021) and certifies margins under
      weight perturbation (Theorems 1-3).

      EXAMPLES
        gapbound demo
        gapbound analyze runs/ --train train.npz --test test.npz --epsilon 0.001
        gapbound norms model.safetensors
        gapbound certify model.pt --data test.npz --epsilon 0.001,0.005
        gapbound train --data digits.npz --epsilon int8 --output runs/robust
        gapbound quantize model.pt --bits 8
        gapbound sweep --config sweep.yaml
        gapbound report report.jsonl --format html --output report/

      EXIT CODES
        0  done                          5    nothing to analyse
        2  a value was refused           6    a training diverged
        3  a file could not be read      64   wrong usage of the command line
           or written                    130  interrupted; the state of a training is saved
        4  no bound or certificate applies to any checkpoint
      """,
    version: version,
    subcommands: [
      AnalyzeCommand.self, NormsCommand.self, TrainCommand.self, SweepCommand.self, CertifyCommand.self,
      QuantizeCommand.self, ReportCommand.self, DemoCommand.self, ListCommand.self,
    ])

  /// The version, and the library that last digits depend on.
  private static var version: String {
    let library = LinearAlgebraLibrary.current
    return "gapbound \(gapboundVersion) (\(library.configuration), kernel \(library.coreName))"
  }
}
