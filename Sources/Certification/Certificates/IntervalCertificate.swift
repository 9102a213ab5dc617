import MatrixNorms
import Networks

/// Interval arithmetic: bounds [lᵏ, uᵏ] on ẑᵏ, layer by layer, and the margin with the merged row Δ = Wᴸ_y − Wᴸ_j:
///
///   Δm − E m − |Δ − E| r + β_y − β_j, with the middle m and the half width r of [l^{L−1}, u^{L−1}] and E = Eᴸ_y + Eᴸ_j.
///
/// Non-negativity and monotonicity of ρ do the work. This is at least as tight as adding ε‖u‖₁ to the bounds for fixed
/// weights (theory, section 2), which moves w and z separately. Assumes: as the theorems.
/// Source: interval bound propagation (Gowal et al. 2018) on the weight ball.
/// Complexity: three matrix products for each hidden layer, four where E is a full matrix.
public enum IntervalCertificate: Certificate {
  /// Key in reports.
  public static let key = "interval"
  /// The bound in one line.
  public static let formula =
    "(Δ − E)m − |Δ − E| r, Δ = W_y − W_j, E = E_y + E_j, over interval bounds m ± r on ẑ^{L−1} of the whole ball"
  /// Where it comes from.
  public static let source = "interval bound propagation (Gowal et al. 2018) on the weight ball; theory, section 2"

  /// A lower bound on the margin over the ball, for each sample of the pass.
  public static func robustMargins(_ perturbed: PerturbedNetwork, _ pass: ForwardPass, labels: [Int]) -> [Double] {
    let intervals = IntervalPass(perturbed: perturbed)
    guard let box = intervals.run(pass).last else {
      // One layer: the elementwise bound is exact.
      return ElementwiseCertificate.robustMargins(perturbed, pass, labels: labels)
    }
    return robustMargins(perturbed, box, labels: labels)
  }

  /// The same for a box of the last hidden layer's output.
  static func robustMargins(_ perturbed: PerturbedNetwork, _ box: IntervalPass.Box, labels: [Int]) -> [Double] {
    let (L, layer) = (perturbed.depth, perturbed.network.layers[perturbed.depth - 1])
    let (middle, half) = IntervalPass.middle(box)
    let (norms, largest) = (middle.rowSums1, box.upper.rowMaxima)
    // Two rows, moved independently.
    let roundOff = IntervalPass(perturbed: perturbed).roundOff(layer: L, largest).map { 4 * $0 }
    return LabelGroups.lowestMargins(labels: labels) { y, samples in
      let Δ = LabelGroups.mergedRows(of: layer.weight, label: y)
      let radius = LayerRadius(merging: perturbed.radii[L - 1], label: y)
      let m = LabelGroups.gather(samples, of: middle)
      var bounds = m.timesTranspose(of: Δ)
      bounds.add(
        LabelGroups.gather(samples, of: half),
        timesTransposeOf: radius.weight.shifting(Δ, by: -1).mapped { -abs($0) })
      let moved = radius.weight.products(m, norms: samples.map { norms[$0] }, outputs: Δ.rows)
      for (row, i) in samples.enumerated() {
        for j in 0..<Δ.rows {
          bounds[row, j] += layer.biasDifference(y, j) - (radius.bias?[j] ?? 0) - moved[row, j] - roundOff[i]
        }
      }
      return bounds
    }
  }
}

extension LayerRadius {
  /// The radius of the difference of output y to each output j: two rows move independently.
  init(merging radius: LayerRadius, label y: Int) {
    self.init(weight: radius.weight.merged(label: y), bias: radius.bias.map { b in b.map { b[y] + $0 } })
  }
}

extension DenseLayer {
  /// β_i − β_j.
  func biasDifference(_ i: Int, _ j: Int) -> Double { bias.map { $0[i] - $0[j] } ?? 0 }
}
