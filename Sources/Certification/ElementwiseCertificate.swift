import MatrixNorms
import Networks

/// The margin with one deviation bound for every neuron instead of one for every layer.
///
///   eᵏ = |Wᵏ| eᵏ⁻¹ + ε_k (‖zᵏ⁻¹‖₁ + ‖eᵏ⁻¹‖₁)·1, e⁰ = 0,
///   η^{ij} = |Wᴸ_i − Wᴸ_j|·e^{L−1} + 2ε_L (‖z^{L−1}‖₁ + ‖e^{L−1}‖₁).
///
/// eᵏ bounds |ẑᵏ − zᵏ| neuron by neuron. Assumes: as the theorems. Source: theory, section 2.
/// Complexity: one forward pass over |W| for each batch, and classes · d_{L−1} for each sample.
public enum ElementwiseCertificate: Certificate {
  /// Key in reports.
  public static let key = "elementwise"
  /// The bound in one line.
  public static let formula =
    "f^{yj} − |W_y − W_j|·e^{L−1} − 2ε_L (‖z^{L−1}‖₁ + ‖e^{L−1}‖₁), eᵏ = |Wᵏ| eᵏ⁻¹ + ε_k (‖zᵏ⁻¹‖₁ + ‖eᵏ⁻¹‖₁)"
  /// Where it comes from.
  public static let source = "gapbound, theory, section 2"

  /// A lower bound on the margin over the ball, for each sample of the pass.
  public static func robustMargins(_ perturbed: PerturbedNetwork, _ pass: ForwardPass, labels: [Int]) -> [Double] {
    let e = lastDeviations(perturbed, pass)
    let total = e.rowSums1
    let last = perturbed.network.layers[perturbed.depth - 1].weight
    let roundUp = 1 + 4 * Double(last.columns + 4) * unitRoundOff
    return LabelGroups.lowestMargins(labels: labels) { y, samples in
      let merged = LabelGroups.mergedRows(of: last, label: y).mapped { abs($0) }
      var bounds = LabelGroups.gather(samples, of: e).timesTranspose(of: merged)
      for (row, i) in samples.enumerated() {
        let common = upperProduct(perturbed.lastRadius, pass.inputNorms[perturbed.depth - 1][i] + total[i])
        let roundOff = pass.marginRoundOff(i) + Double(last.columns + 8) * underflow
        for j in 0..<bounds.columns {
          let η = (bounds[row, j] + common) * roundUp + roundOff
          bounds[row, j] = pass.logits[i, y] - pass.logits[i, j] - η
        }
      }
      return bounds
    }
  }

  /// e^{L−1}, one row for each sample, rounded up.
  static func lastDeviations(_ perturbed: PerturbedNetwork, _ pass: ForwardPass) -> Matrix {
    var e = Matrix(rows: pass.inputs.rows, columns: pass.inputs.columns, repeating: 0)
    for k in 1..<perturbed.depth {
      let layer = perturbed.network.layers[k - 1]
      let total = e.rowSums1
      // The first layer has no deviation below it.
      var next = Matrix(rows: e.rows, columns: layer.weight.rows, repeating: 0)
      if k > 1 { next.add(e, timesTransposeOf: layer.weight.mapped { abs($0) }) }
      let roundUp = 1 + 4 * Double(layer.weight.columns + 4) * unitRoundOff
      let lost = Double(layer.weight.columns + 8) * underflow
      let (ℓ, ε, norms) = (perturbed.lipschitz, perturbed.radii[k - 1], pass.inputNorms[k - 1])
      next.modifyRows { i, row, entries in
        let common = upperProduct(ε, norms[i] + total[i])
        for j in row { entries[j] = ℓ * (entries[j] + common) * roundUp + lost }
      }
      e = next
    }
    return e
  }
}
