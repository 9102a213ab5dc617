import MatrixNorms
import Networks

/// CROWN: backward passes of linear bounds to every hidden layer for its ranges, then one from the margins.
///
/// Neither always above `interval` nor above `interval_linear`: tighter ranges may pick a lower line that serves worse.
/// Assumes: as the theorems. Source: Zhang et al. 2018 (CROWN) on the weight ball; theory, section 2.
/// Complexity: Σ_k width_k · (parameters below layer k) for each sample.
public enum LinearCertificate: Certificate {
  /// Key in reports.
  public static let key = "linear"
  /// The bound in one line.
  public static let formula =
    "linear lower bound on (W_y − W_j)ẑ^{L−1} pulled back by A ↦ AW − |A|E and relaxed activations; ranges by the same"
  /// Where it comes from.
  public static let source = "CROWN (Zhang et al. 2018) on the weight ball; theory, section 2"

  /// A lower bound on the margin over the ball, for each sample of the pass.
  public static func robustMargins(_ perturbed: PerturbedNetwork, _ pass: ForwardPass, labels: [Int]) -> [Double] {
    LinearRanges.run(perturbed, pass).backward.robustMargins(pass, labels: labels)
  }
}

/// Ranges of all hidden layers by linear bounds.
enum LinearRanges {
  /// The ranges, and a backward pass that has relaxed every hidden layer on them.
  static func run(
    _ perturbed: PerturbedNetwork, _ pass: ForwardPass
  ) -> (ranges: [PreActivationRanges], backward: BackwardPass) {
    var backward = BackwardPass(perturbed, pass)
    var all: [PreActivationRanges] = []
    let samples = Array(0..<pass.inputs.rows)
    for k in 1..<max(1, perturbed.depth) {
      let ranges =
        k == 1
        ? IntervalPass(perturbed: perturbed).firstRanges(pass)
        : Self.ranges(ofLayer: k, perturbed, backward, samples)
      backward.append(ranges)
      all.append(ranges)
    }
    return (all, backward)
  }

  /// The ranges of layer k's pre-activations: lower bounds on its rows and on their negatives.
  private static func ranges(
    ofLayer k: Int, _ perturbed: PerturbedNetwork, _ backward: BackwardPass, _ samples: [Int]
  ) -> PreActivationRanges {
    let (layer, radius) = (perturbed.network.layers[k - 1], perturbed.radii[k - 1])
    let norm = perturbed.perturbedRowNorm(k)
    let width = layer.weight.rows
    let β = layer.bias ?? Array(repeating: 0, count: width)
    let b = radius.bias ?? Array(repeating: 0, count: width)
    let magnitude = layer.largestBias + radius.largestBias
    var lower = backward.lowerBounds(of: backward.functions(layer.weight, radius.weight, norm: norm), samples: samples)
    var upper = backward.lowerBounds(
      of: backward.functions(layer.weight.mapped { -$0 }, radius.weight, norm: norm), samples: samples)
    lower.modifyRows { _, row, entries in
      for (i, entry) in row.enumerated() { entries[entry] = entries[entry].adding(β[i] - b[i], magnitude: magnitude) }
    }
    upper.modifyRows { _, row, entries in
      for (i, entry) in row.enumerated() {
        entries[entry] = -entries[entry].adding(-β[i] - b[i], magnitude: magnitude)
      }
    }
    return PreActivationRanges(lower: lower, upper: upper)
  }
}
