import MatrixNorms
import Networks

/// Decides sample by sample whether any Ŵ in the ball makes an error, by branch and bound over piecewise linear activations.
///
/// Certificates and a search for witnesses come first; then the margin to each class, the most endangered first, is a linear
/// program with switches (`MarginProgram`) that `BranchAndBound` splits. A bound is one that `DualBound` proves from the
/// simplex's multipliers, and a witness is evaluated afresh with its round-off: the solver is trusted with neither. Margins within
/// round-off of 0 may stay undecided, and so may everything that the time limit cuts off. *Per-sample* quantifier. Source:
/// theory, section 2; the complexity is exponential in the number of neurons whose range straddles a kink.
public enum ExactDecision {
  /// Why no decision can be made for this network; nil where it can.
  public static func obstacle(_ network: FeedForwardNetwork) -> String? {
    guard network.depth > 1 else { return nil }
    switch network.activation {
    case .relu, .relu6, .clip: return network.obstacle
    default: return "activation \(network.activation.name) is not piecewise linear"
    }
  }

  /// The decision for each sample (row). Single-threaded; what the time limit does not cut off repeats exactly.
  ///
  /// - Precondition: there is no obstacle.
  public static func decide(
    _ perturbed: PerturbedNetwork, _ inputs: Matrix, labels: [Int], settings: ExactSettings = ExactSettings()
  ) -> [ExactOutcome] {
    precondition(obstacle(perturbed.network) == nil, "the activation must be piecewise linear")
    let pass = ForwardPass(perturbed, on: inputs)
    let (ends, margins) =
      perturbed.depth > 1
      ? RowEnds.run(perturbed, pass, labels: labels)
      : ([], ElementwiseCertificate.robustMargins(perturbed, pass, labels: labels))
    return labels.indices.map { sample in
      if margins[sample] > 0 { return .certified(margin: margins[sample]) }
      let model = SampleModel(perturbed: perturbed, input: Array(inputs.row(sample)), label: labels[sample])
      var decision = SampleDecision(model, certified: margins[sample], timeLimit: settings.timeLimit)
      return decision.run { MarginProgram(perturbed, ends, sample: sample, label: labels[sample]) }
    }
  }
}
