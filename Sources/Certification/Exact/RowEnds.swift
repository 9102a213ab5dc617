import MatrixNorms
import Networks

/// Ranges over the ball of the two ends between which the pre-activations of one hidden layer move freely:
///
///   g = (W − E)v + β − b  and  h = (W + E)v + β + b,  v = zᵏ⁻¹ ≥ 0; the first layer's are constants.
///
/// One row for each sample, one column for each neuron.
struct RowEnds {
  /// The range of g.
  var low: PreActivationRanges
  /// The range of h.
  var high: PreActivationRanges
  /// The range of ρ(a).
  var outputs: IntervalPass.Box

  /// The ends of every hidden layer, each range the intersection of interval arithmetic and linear bounds; and the better of
  /// both methods' margins.
  static func run(
    _ perturbed: PerturbedNetwork, _ pass: ForwardPass, labels: [Int]
  ) -> (layers: [RowEnds], margins: [Double]) {
    let intervals = IntervalPass(perturbed: perturbed)
    let first = intervals.firstRanges(pass)
    var ends = RowEnds(
      low: PreActivationRanges(lower: first.lower, upper: first.lower),
      high: PreActivationRanges(lower: first.upper, upper: first.upper), outputs: intervals.activated(first))
    var (layers, backward) = ([ends], BackwardPass(perturbed, pass))
    backward.append(first)
    for k in 2..<max(2, perturbed.depth) {
      ends = RowEnds(ofLayer: k, perturbed, below: ends.outputs, backward)
      backward.append(PreActivationRanges(lower: ends.low.lower, upper: ends.high.upper))
      layers.append(ends)
    }
    let margins = zip(
      IntervalCertificate.robustMargins(perturbed, ends.outputs, labels: labels),
      backward.robustMargins(pass, labels: labels))
    return (layers, margins.map { max($0, $1) })
  }

  private init(low: PreActivationRanges, high: PreActivationRanges, outputs: IntervalPass.Box) {
    (self.low, self.high, self.outputs) = (low, high, outputs)
  }

  /// The ends of layer k ≥ 2, given the outputs of the layer below and a backward pass up to it.
  private init(ofLayer k: Int, _ perturbed: PerturbedNetwork, below: IntervalPass.Box, _ backward: BackwardPass) {
    low = Self.range(ofLayer: k, perturbed, below, backward, end: -1)
    high = Self.range(ofLayer: k, perturbed, below, backward, end: 1)
    outputs = IntervalPass(perturbed: perturbed).activated(
      PreActivationRanges(lower: low.lower, upper: high.upper))
  }

  /// The range of g (end −1) or h (end 1). With the middle m and the half width r of v's box: Ŵm ± |Ŵ| r for Ŵ = W ± E.
  private static func range(
    ofLayer k: Int, _ perturbed: PerturbedNetwork, _ below: IntervalPass.Box, _ backward: BackwardPass, end: Double
  ) -> PreActivationRanges {
    let (layer, radius) = (perturbed.network.layers[k - 1], perturbed.radii[k - 1])
    let weight = radius.weight.shifting(layer.weight, by: end)
    let shift = (0..<weight.rows).map { (layer.bias?[$0] ?? 0) + end * (radius.bias?[$0] ?? 0) }
    let norm = perturbed.perturbedRowNorm(k)
    let samples = Array(0..<below.lower.rows)
    // Linear bounds on Ŵ and −Ŵ, which are points here: the radius is in the end already.
    let fixed = WeightRadius.uniform(0)
    var lower = backward.lowerBounds(of: backward.functions(weight, fixed, norm: norm), samples: samples)
    var upper = backward.lowerBounds(
      of: backward.functions(weight.mapped { -$0 }, fixed, norm: norm), samples: samples)
    let (middle, half) = IntervalPass.middle(below)
    let centre = middle.timesTranspose(of: weight)
    let width = half.timesTranspose(of: weight.mapped { abs($0) })
    let roundOff = IntervalPass(perturbed: perturbed).roundOff(layer: k, below.upper.rowMaxima)
    let magnitude = layer.largestBias + radius.largestBias
    for i in samples {
      for j in shift.indices {
        let linear = (
          lower[i, j].adding(shift[j], magnitude: magnitude), -upper[i, j].adding(-shift[j], magnitude: magnitude)
        )
        let interval = (
          centre[i, j] - width[i, j] + shift[j] - roundOff[i], centre[i, j] + width[i, j] + shift[j] + roundOff[i]
        )
        // Where one is NaN, the other; where both are, nothing is known.
        lower[i, j] = wider(Double.maximum(linear.0, interval.0), -.infinity)
        upper[i, j] = wider(Double.minimum(linear.1, interval.1), .infinity)
      }
    }
    return PreActivationRanges(lower: lower, upper: upper)
  }

  private static func wider(_ bound: Double, _ fallback: Double) -> Double { bound.isNaN ? fallback : bound }
}
