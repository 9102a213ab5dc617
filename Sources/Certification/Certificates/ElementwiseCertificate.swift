import MatrixNorms
import Networks

/// The margin with one deviation bound for every neuron instead of one for every layer.
///
///   eᵏ = |Wᵏ| eᵏ⁻¹ + Eᵏ (|zᵏ⁻¹| + eᵏ⁻¹) + bᵏ, e⁰ = 0,
///   η^{ij} = |Wᴸ_i − Wᴸ_j|·e^{L−1} + (Eᴸ_i + Eᴸ_j)·(|z^{L−1}| + e^{L−1}) + bᴸ_i + bᴸ_j;
///
/// with one ε_k for a layer, Eᵏ v = ε_k ‖v‖₁·1. eᵏ bounds |ẑᵏ − zᵏ| neuron by neuron. Assumes: as the theorems. Source: theory, section 2.
/// Complexity: one forward pass over |W| for each batch, and classes · d_{L−1} for each sample.
public enum ElementwiseCertificate: Certificate {
  /// Key in reports.
  public static let key = "elementwise"
  /// The bound in one line.
  public static let formula =
    "f^{yj} − |W_y − W_j|·e^{L−1} − (E_y + E_j)·(|z^{L−1}| + e^{L−1}), eᵏ = |Wᵏ| eᵏ⁻¹ + Eᵏ (|zᵏ⁻¹| + eᵏ⁻¹)"
  /// Where it comes from.
  public static let source = "gapbound, theory, section 2"

  /// A lower bound on the margin over the ball, for each sample of the pass.
  public static func robustMargins(_ perturbed: PerturbedNetwork, _ pass: ForwardPass, labels: [Int]) -> [Double] {
    let L = perturbed.depth
    let e = lastDeviations(perturbed, pass)
    let moved = movement(perturbed, pass, layer: L, deviations: e)
    let last = perturbed.network.layers[L - 1].weight
    let roundUp = 1 + 8 * Double(last.columns + 4) * unitRoundOff
    return LabelGroups.lowestMargins(labels: labels) { y, samples in
      let merged = LabelGroups.mergedRows(of: last, label: y).mapped { abs($0) }
      var bounds = LabelGroups.gather(samples, of: e).timesTranspose(of: merged)
      for (row, i) in samples.enumerated() {
        let roundOff = pass.marginRoundOff(i) + Double(last.columns + 8) * underflow
        for j in 0..<bounds.columns {
          let η = (bounds[row, j] + moved[i, y] + moved[i, j]) * roundUp + roundOff
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
      var next = movement(perturbed, pass, layer: k, deviations: e)
      // The first layer has no deviation below it.
      if k > 1 { next.add(e, timesTransposeOf: layer.weight.mapped { abs($0) }) }
      let roundUp = 1 + 8 * Double(layer.weight.columns + 4) * unitRoundOff
      let lost = Double(2 * layer.weight.columns + 8) * underflow
      let ℓ = perturbed.lipschitz
      next.apply { ℓ * $0 * roundUp + lost }
      e = next
    }
    return e
  }

  /// Eᵏ (|zᵏ⁻¹| + eᵏ⁻¹) + bᵏ, one row for each sample, to nearest.
  private static func movement(
    _ perturbed: PerturbedNetwork, _ pass: ForwardPass, layer k: Int, deviations e: Matrix
  ) -> Matrix {
    let radius = perturbed.radii[k - 1]
    let outputs = perturbed.network.layers[k - 1].weight.rows
    func magnitudes() -> Matrix {
      var sum = pass.inputMagnitudes(ofLayer: k)
      sum.modifyElements { entries in
        let e = e.elements.span
        for j in entries.indices { entries[j] += e[j] }
      }
      return sum
    }
    var moved = radius.weight.products(
      magnitudes(), norms: zip(pass.inputNorms[k - 1], e.rowSums1).map { $0 + $1 }, outputs: outputs)
    if let b = radius.bias {
      moved.modifyRows { _, row, entries in
        for (i, entry) in row.enumerated() { entries[entry] += b[i] }
      }
    }
    return moved
  }
}
