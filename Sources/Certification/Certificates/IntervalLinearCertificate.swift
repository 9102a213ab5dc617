import MatrixNorms
import Networks

/// CROWN-IBP: one backward pass of linear bounds from the margins, with the ranges of the hidden layers from interval arithmetic.
///
///   margin ≥ min over j of a linear function of x, pulled back through (A W − |A| E) and the relaxed activations.
///
/// Not always above `interval`. Assumes: as the theorems. Source: Zhang et al. 2020 (CROWN-IBP) on the weight ball; theory,
/// section 2. Complexity: an interval pass, and classes · parameters for each sample.
public enum IntervalLinearCertificate: Certificate {
  /// Key in reports.
  public static let key = "interval_linear"
  /// The bound in one line.
  public static let formula =
    "linear lower bound on (W_y − W_j)ẑ^{L−1} pulled back by A ↦ AW − |A|E and relaxed activations; ranges by interval"
  /// Where it comes from.
  public static let source = "CROWN-IBP (Zhang et al. 2020) on the weight ball; theory, section 2"

  /// A lower bound on the margin over the ball, for each sample of the pass.
  public static func robustMargins(_ perturbed: PerturbedNetwork, _ pass: ForwardPass, labels: [Int]) -> [Double] {
    var backward = BackwardPass(perturbed, pass)
    for ranges in IntervalPass(perturbed: perturbed).run(pass).ranges { backward.append(ranges) }
    return backward.robustMargins(pass, labels: labels)
  }
}

extension BackwardPass {
  /// Lower bounds on the margins, once all hidden layers are relaxed.
  func robustMargins(_ pass: ForwardPass, labels: [Int]) -> [Double] {
    let (L, last) = (perturbed.depth, perturbed.network.layers[perturbed.depth - 1])
    // One layer: the elementwise bound is exact.
    guard L > 1 else { return ElementwiseCertificate.robustMargins(perturbed, pass, labels: labels) }
    return LabelGroups.lowestMargins(labels: labels) { y, samples in
      let radius = LayerRadius(merging: perturbed.radii[L - 1], label: y)
      var bounds = lowerBounds(
        of: functions(
          LabelGroups.mergedRows(of: last.weight, label: y), radius.weight, norm: 2 * perturbed.perturbedRowNorm(L)),
        samples: samples)
      bounds.modifyRows { _, row, entries in
        for (j, entry) in row.enumerated() {
          let constant = last.biasDifference(y, j) - (radius.bias?[j] ?? 0)
          entries[entry] = entries[entry].adding(
            constant, magnitude: last.largestBias + perturbed.radii[L - 1].largestBias)
        }
      }
      return bounds
    }
  }

  /// The rows of a weight matrix as functions, at their lowest within the radius.
  func functions(_ weight: Matrix, _ radius: WeightRadius, norm: Double) -> LinearFunctions {
    switch radius {
    case .uniform(let ε):
      LinearFunctions(coefficients: weight, shifts: Array(repeating: ε, count: weight.rows), norm: norm)
    case .rows(let radii): LinearFunctions(coefficients: weight, shifts: radii, norm: norm)
    case .entries:
      LinearFunctions(
        coefficients: radius.shifting(weight, by: -1), shifts: Array(repeating: 0, count: weight.rows), norm: norm)
    }
  }
}

extension Double {
  /// A lower bound on self + constant, where the constant itself is a few rounded sums of numbers up to a magnitude.
  func adding(_ constant: Double, magnitude: Double) -> Double {
    self + constant - 8 * unitRoundOff * (self.magnitude + 4 * magnitude) - underflow
  }
}

extension DenseLayer {
  /// max |β_i|.
  var largestBias: Double { (bias ?? []).reduce(0) { max($0, $1.magnitude) } }
}
