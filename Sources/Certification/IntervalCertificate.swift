import MatrixNorms
import Networks

/// Interval arithmetic: bounds [lᵏ, uᵏ] on ẑᵏ, layer by layer.
///
/// A product ŵz with ŵ in [w − ε, w + ε] and z in [l, u], l ≥ 0, is least at (w − ε)l or (w − ε)u, by the sign of w − ε:
///
///   pre-activations (W − ε)⁺l + (W − ε)⁻u + β … (W + ε)⁺u + (W + ε)⁻l + β, then ρ;
///   margin (Δ − 2ε_L)⁺l + (Δ − 2ε_L)⁻u + β_y − β_j with the merged row Δ = Wᴸ_y − Wᴸ_j.
///
/// The first layer sees the sample itself, a point: W¹x ± ε₁‖x‖₁. Non-negativity and monotonicity of ρ do the work. This is
/// at least as tight as adding ε‖u‖₁ to the bounds for fixed weights (theory, section 2), which moves w and z separately.
/// Assumes: as the theorems. Source: interval bound propagation (Gowal et al. 2018) on the weight ball.
/// Complexity: four matrix products for each hidden layer.
public enum IntervalCertificate: Certificate {
  /// Key in reports.
  public static let key = "interval"
  /// The bound in one line.
  public static let formula =
    "(Δ − 2ε)⁺l + (Δ − 2ε)⁻u, Δ = W_y − W_j, over interval bounds l ≤ ẑ^{L−1} ≤ u of the whole ball"
  /// Where it comes from.
  public static let source = "interval bound propagation (Gowal et al. 2018) on the weight ball; theory, section 2"

  /// Bounds on one layer's input for every sample (row). With `isPoint` both are the sample itself, of either sign;
  /// otherwise both are non-negative.
  private struct Box {
    var lower: Matrix
    var upper: Matrix
    var isPoint: Bool
    /// ‖max(|l|, |u|)‖₁, rounded up.
    var magnitudes: [Double] {
      let roundUp = 1 + 2 * Double(upper.columns + 1) * unitRoundOff
      return upper.rowSums1.map { $0 * roundUp }
    }

    /// Lower ends of ŵz summed over a row of weights, ŵ ≥ w − ε.
    func lowerProducts(_ weight: Matrix, minus ε: Double) -> Matrix {
      products(weight.mapped { $0 - ε }, positive: lower, negative: upper)
    }

    /// Upper ends, ŵ ≤ w + ε.
    func upperProducts(_ weight: Matrix, plus ε: Double) -> Matrix {
      products(weight.mapped { $0 + ε }, positive: upper, negative: lower)
    }

    private func products(_ shifted: Matrix, positive: Matrix, negative: Matrix) -> Matrix {
      var sum = positive.timesTranspose(of: shifted.mapped { max($0, 0) })
      sum.add(negative, timesTransposeOf: shifted.mapped { min($0, 0) })
      return sum
    }
  }

  /// A lower bound on the margin over the ball, for each sample of the pass.
  public static func robustMargins(_ perturbed: PerturbedNetwork, _ pass: ForwardPass, labels: [Int]) -> [Double] {
    var box = Box(lower: pass.inputs, upper: pass.inputs, isPoint: true)
    for k in 1..<perturbed.depth { box = propagate(box, through: k, of: perturbed) }
    return LabelGroups.lowestMargins(labels: labels) { y, samples in
      let part = Box(
        lower: LabelGroups.gather(samples, of: box.lower), upper: LabelGroups.gather(samples, of: box.upper),
        isPoint: box.isPoint)
      return margins(part, label: y, of: perturbed)
    }
  }

  /// Lower bounds on f̂_y − f̂_j for samples of one label, (samples × classes).
  private static func margins(_ box: Box, label y: Int, of perturbed: PerturbedNetwork) -> Matrix {
    let layer = perturbed.network.layers[perturbed.depth - 1]
    let merged = LabelGroups.mergedRows(of: layer.weight, label: y)
    let ε = perturbed.lastRadius
    let bias = layer.bias ?? Array(repeating: 0, count: layer.weight.rows)
    let largestBias = bias.reduce(0) { max($0, $1.magnitude) }
    let units = 2 * Double(layer.weight.columns + 6) * unitRoundOff
    let lost = 2 * Double(layer.weight.columns + 8) * underflow
    let rowNorm = perturbed.outputPairDistance.upperBound.value + ε * Double(layer.weight.columns)
    let (magnitudes, largest) = (box.magnitudes, box.upper.rowMaxima)
    var bounds = box.isPoint ? box.lower.timesTranspose(of: merged) : box.lowerProducts(merged, minus: ε)
    bounds.modifyRows { i, row, entries in
      // Sums of d products of rounded factors, the bias and the last additions.
      let roundOff = units * (rowNorm * largest[i] + 2 * largestBias) + lost
      let perturbation = box.isPoint ? upperProduct(ε, magnitudes[i]) * (1 + units) : 0
      for (j, entry) in row.enumerated() { entries[entry] += bias[y] - bias[j] - perturbation - roundOff }
    }
    return bounds
  }

  /// From the input of layer k (counted from 1) to that of layer k + 1.
  private static func propagate(_ box: Box, through k: Int, of perturbed: PerturbedNetwork) -> Box {
    let layer = perturbed.network.layers[k - 1]
    let ε = perturbed.radii[k - 1]
    var (lower, upper) =
      box.isPoint
      ? (box.lower.timesTranspose(of: layer.weight), Matrix(rows: 0, columns: 0, repeating: 0))
      : (box.lowerProducts(layer.weight, minus: ε), box.upperProducts(layer.weight, plus: ε))
    if box.isPoint { upper = lower }
    let bias = layer.bias ?? Array(repeating: 0, count: layer.weight.rows)
    let largestBias = bias.reduce(0) { max($0, $1.magnitude) }
    let units = 2 * Double(layer.weight.columns + 6) * unitRoundOff
    let lost = 2 * Double(layer.weight.columns + 8) * underflow
    let rowNorm = perturbed.rowNorms[k - 1] + ε * Double(layer.weight.columns)
    let (magnitudes, largest) = (box.magnitudes, box.upper.rowMaxima)
    let widening = (0..<lower.rows).map { i in
      units * (rowNorm * largest[i] + largestBias) + lost
        + (box.isPoint ? upperProduct(ε, magnitudes[i]) * (1 + units) : 0)
    }
    let ρ = perturbed.network.activation
    let own = ρ.roundOffUnits * unitRoundOff
    lower.modifyRows { i, row, entries in
      for (j, entry) in row.enumerated() {
        let l = ρ(entries[entry] + bias[j] - widening[i])
        entries[entry] = max(0, l - own * max(1, l))
      }
    }
    upper.modifyRows { i, row, entries in
      for (j, entry) in row.enumerated() {
        let u = ρ(entries[entry] + bias[j] + widening[i])
        entries[entry] = u + own * max(1, u)
      }
    }
    return Box(lower: lower, upper: upper, isPoint: false)
  }
}
