import MatrixNorms
import Networks

/// Interval bounds [lᵏ, uᵏ] on ẑᵏ, carried as midpoint and radius.
///
///   pre-activations W⁺l + W⁻u − ε‖v‖₁ … W⁺u + W⁻l + ε‖v‖₁ with v = max(|l|, |u|), then ρ;
///   margin Δ⁺l + Δ⁻u − 2ε_L‖v‖₁ with the merged row Δ = Wᴸ_y − Wᴸ_j.
///
/// With midpoint c and radius R these are Wc ± (|W|R + ε‖v‖₁): two matrix products. Non-negativity and monotonicity of ρ do
/// the work: after the first layer l ≥ 0 and v = u. Assumes: as the theorems. Source: Gowal et al. 2018 for inputs; for
/// weights theory, section 2. Complexity: three forward passes.
public enum IntervalCertificate: Certificate {
  public static let key = "interval"
  public static let formula = "min over the interval bounds [l, u] of ẑ^{L−1}: Δ⁺l + Δ⁻u − 2ε_L‖max(|l|,|u|)‖₁, Δ = W_y − W_j"
  public static let source = "interval arithmetic (Gowal et al. 2018) on the weight ball; theory, section 2"

  /// Midpoint, radius and v = max(|l|, |u|) of one layer's input, rows are samples.
  struct Box {
    var middle: Matrix
    var radius: Matrix
    var magnitudes: [Double]
    var largest: [Double]

    init(middle: Matrix, radius: Matrix) {
      self.middle = middle
      self.radius = radius
      let v = middle.combined(with: radius) { $0.magnitude + $1 }
      let roundUp = 1 + 2 * Double(v.columns + 2) * unitRoundOff
      magnitudes = v.rowSums1.map { $0 * roundUp }
      largest = v.rowMaxima.map { $0 * (1 + 2 * unitRoundOff) }
    }
  }

  public static func robustMargins(_ perturbed: PerturbedNetwork, _ pass: ForwardPass, labels: [Int]) -> [Double] {
    var box = Box(
      middle: pass.inputs, radius: Matrix(rows: pass.inputs.rows, columns: pass.inputs.columns, repeating: 0))
    for k in 1..<perturbed.depth { box = propagate(box, through: k, of: perturbed) }
    let layer = perturbed.network.layers[perturbed.depth - 1]
    let bias = layer.bias ?? Array(repeating: 0, count: layer.weight.rows)
    let largestBias = bias.reduce(0) { max($0, $1.magnitude) }
    let D = perturbed.outputPairDistance.upperBound.value
    let units = Double(layer.weight.columns + 6) * unitRoundOff
    return LabelGroups.lowestMargins(labels: labels) { y, samples in
      let merged = LabelGroups.mergedRows(of: layer.weight, label: y)
      var bounds = LabelGroups.gather(samples, of: box.middle).timesTranspose(of: merged)
      let spread = LabelGroups.gather(samples, of: box.radius).timesTranspose(of: merged.mapped { abs($0) })
      for (row, i) in samples.enumerated() {
        let perturbation = perturbed.lastRadius * box.magnitudes[i]
        // Two sums of d products each, the differences in Δ, the bias and the last additions.
        let roundOff = units * (4 * D * box.largest[i] + 4 * largestBias + perturbation)
        for j in 0..<bounds.columns {
          bounds[row, j] = bounds[row, j] - spread[row, j] + (bias[y] - bias[j]) - perturbation - roundOff
        }
      }
      return bounds
    }
  }

  /// From the input of layer k (counted from 1) to that of layer k + 1.
  private static func propagate(_ box: Box, through k: Int, of perturbed: PerturbedNetwork) -> Box {
    let layer = perturbed.network.layers[k - 1]
    let ρ = perturbed.network.activation
    let bias = (layer.bias ?? []).reduce(0) { max($0, $1.magnitude) }
    let units = Double(layer.weight.columns + 6) * unitRoundOff
    let ownUnits = ρ.roundOffUnits * unitRoundOff
    var middle = layer.preActivations(box.middle)
    var radius = Matrix(rows: middle.rows, columns: middle.columns, repeating: 0)
    if k > 1 { radius.add(box.radius, timesTransposeOf: layer.weight.mapped { abs($0) }) }
    radius.modifyRows { i, row, entries in
      let perturbation = perturbed.radii[k - 1] * box.magnitudes[i]
      let roundOff = units * (4 * perturbed.rowNorms[k - 1] * box.largest[i] + 2 * bias + perturbation)
      for j in row { entries[j] += perturbation + roundOff }
    }
    let upper = middle.combined(with: radius) { c, R in
      let u = ρ(c + R)
      return u + ownUnits * max(1, u)
    }
    let lower = middle.combined(with: radius) { c, R in
      let l = ρ(c - R)
      return max(0, l - ownUnits * max(1, l))
    }
    // Midpoint and radius of [l, u]; the radius is enlarged by what halving and adding may lose.
    middle = lower.combined(with: upper) { 0.5 * ($0 + $1) }
    radius = lower.combined(with: upper) { l, u in 0.5 * (u - l) + 2 * unitRoundOff * u }
    return Box(middle: middle, radius: radius)
  }
}
