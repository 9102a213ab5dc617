import MatrixNorms
import Networks

/// Ranges of the pre-activations of one hidden layer over the ball: one row for each sample.
struct PreActivationRanges: Sendable {
  /// Not above any pre-activation.
  var lower: Matrix
  /// Not below any.
  var upper: Matrix
}

/// Interval arithmetic through the hidden layers.
///
/// A product ŵz with ŵ in [w − e, w + e] and z in [l, u], l ≥ 0, is least at (w − e)l or (w − e)u, by the sign of w − e. With
/// the middle m and the half width r of [l, u] that is
///
///   (W − E)m − |W − E| r … (W + E)m + |W + E| r.
///
/// The first layer sees the sample itself, a point: W¹x ± E¹|x|. **Error bounds.** Products and sums of d terms lose at most
/// 4(d + 8)u of (‖W‖_∞ + dε)·max u + |β|, which is added on both sides.
struct IntervalPass {
  let perturbed: PerturbedNetwork
  /// Bounds on a layer's input, both non-negative: one row for each sample.
  struct Box {
    var lower: Matrix
    var upper: Matrix
  }

  /// Ranges of every hidden layer's pre-activations, and the box of the last hidden layer's output (nil for one layer).
  func run(_ pass: ForwardPass) -> (ranges: [PreActivationRanges], last: Box?) {
    var ranges: [PreActivationRanges] = []
    var box: Box?
    for k in 1..<max(perturbed.depth, 1) {
      let next = box.map { preActivations($0, layer: k) } ?? firstRanges(pass)
      box = activated(next)
      ranges.append(next)
    }
    return (ranges, box)
  }

  /// W¹x + β ± (E¹|x| + b¹): exact, since rows of weights move independently.
  func firstRanges(_ pass: ForwardPass) -> PreActivationRanges {
    let layer = perturbed.network.layers[0]
    let center = layer.preActivations(pass.inputs)
    let radius = perturbed.radii[0]
    let moved = radius.weight.products(
      pass.inputMagnitudes(ofLayer: 1), norms: pass.inputNorms[0], outputs: layer.weight.rows)
    let largest = pass.inputs.rowMaxima
    return widened(
      lower: center, upper: center, by: moved, radius.bias, roundOff: roundOff(layer: 1, largest), bias: nil)
  }

  /// The ranges of layer k's pre-activations for inputs in the box.
  func preActivations(_ box: Box, layer k: Int) -> PreActivationRanges {
    let (layer, radius) = (perturbed.network.layers[k - 1], perturbed.radii[k - 1])
    let largest = box.upper.rowMaxima
    let (middle, half) = Self.middle(box)
    var lower = middle.timesTranspose(of: layer.weight)
    var upper = lower
    let moved = radius.weight.products(middle, norms: middle.rowSums1, outputs: layer.weight.rows)
    var end = radius.weight.shifting(layer.weight, by: -1)
    end.apply { -abs($0) }
    lower.add(half, timesTransposeOf: end)
    end = radius.weight.shifting(layer.weight, by: 1)
    end.apply { abs($0) }
    upper.add(half, timesTransposeOf: end)
    return widened(
      lower: lower, upper: upper, by: moved, radius.bias, roundOff: roundOff(layer: k, largest), bias: layer.bias)
  }

  /// A bound on the round-off of one row of products of layer k, for each sample.
  func roundOff(layer k: Int, _ largest: [Double]) -> [Double] {
    let bias = (perturbed.network.layers[k - 1].bias ?? []).reduce(0) { max($0, $1.magnitude) }
    let d = perturbed.inputs(ofLayer: k)
    let norm = perturbed.perturbedRowNorm(k)
    return largest.map {
      4 * (d + 8) * unitRoundOff * (norm * $0 + bias + perturbed.radii[k - 1].largestBias) + 4 * (d + 8) * underflow
    }
  }

  /// The middle of a box and half its width, rounded up so that the box lies within.
  static func middle(_ box: Box) -> (middle: Matrix, half: Matrix) {
    var (middle, half) = (box.lower, box.upper)
    middle.modifyElements { m in
      let u = box.upper.elements.span
      for i in m.indices { m[i] = 0.5 * m[i] + 0.5 * u[i] }
    }
    half.modifyElements { r in
      let (l, m) = (box.lower.elements.span, middle.elements.span)
      for i in r.indices { r[i] = max(r[i] - m[i], m[i] - l[i]) * (1 + 2 * unitRoundOff) }
    }
    return (middle, half)
  }

  /// lower + β − moved − b − roundOff and upper + β + moved + b + roundOff.
  private func widened(
    lower: consuming Matrix, upper: consuming Matrix, by moved: Matrix, _ biasRadius: [Double]?, roundOff: [Double],
    bias: [Double]?
  ) -> PreActivationRanges {
    let zeros = [Double](repeating: 0, count: moved.columns)
    let (β, b) = (bias ?? zeros, biasRadius ?? zeros)
    Self.shift(&lower, by: β, -1, moved, b, roundOff)
    Self.shift(&upper, by: β, 1, moved, b, roundOff)
    return PreActivationRanges(lower: lower, upper: upper)
  }

  /// Adds β + sign · (moved + b + roundOff) to one end of the ranges.
  private static func shift(
    _ ends: inout Matrix, by β: [Double], _ sign: Double, _ moved: Matrix, _ b: [Double], _ roundOff: [Double]
  ) {
    let width = ends.columns
    ends.modifyElements { ends in
      let (moved, β, b) = (moved.elements.span, β.span, b.span)
      for i in roundOff.indices {
        for j in 0..<width { ends[i * width + j] += β[j] + sign * (moved[i * width + j] + b[j] + roundOff[i]) }
      }
    }
  }

  /// ρ at both ends, rounded outward; ρ is non-decreasing and non-negative.
  func activated(_ ranges: PreActivationRanges) -> Box {
    let ρ = perturbed.network.activation
    var (lower, upper) = (ranges.lower, ranges.upper)
    perturbed.network.activate(&lower)
    perturbed.network.activate(&upper)
    let own = ρ.roundOffUnits * unitRoundOff
    if own > 0 {
      lower.apply { max(0, $0 - own * max(1, $0)) }
      upper.apply { $0 + own * max(1, $0) }
    }
    return Box(lower: lower, upper: upper)
  }
}
