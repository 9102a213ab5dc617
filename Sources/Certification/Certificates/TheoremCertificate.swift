import MatrixNorms
import Networks

/// Theorems 1, 2 and 3 of Tsai, Hsu, Yu, Chen 2021: the margin under weight perturbation.
///
///   f̂^{ij}(x) ≥ f^{ij}(x) − η^{ij}(x),
///   η^{ij}(x) = (D_ij + 2ε_L d_{L−1}) · Σ_{m<L} ε_m ‖z^{m−1}‖₁ · Π_{k=m+1}^{L−1} (r_k + ε_k d_{k−1}) + 2ε_L ‖z^{L−1}‖₁.
///
/// | symbol | meaning |
/// |---|---|
/// | ε_m | radius of layer m, its largest entry: one is positive (Theorem 1), all (Theorem 2), some (Theorem 3) |
/// | D_ij | ‖Wᴸ_i − Wᴸ_j‖₁ |
/// | r_k | ‖(Wᵏ)ᵀ‖_{1,∞}, the largest row ℓ1 norm |
/// | d_k | width of layer k |
/// | z^{m−1} | input of layer m in the natural network |
///
/// Where biases move by up to b_m, ε_m ‖z^{m−1}‖₁ + b_m stands for ε_m ‖z^{m−1}‖₁.
///
/// Assumes: ρ non-negative, non-decreasing, 1-Lipschitz. Source: arXiv 2103.02200, Theorems 1–3; proved in theory, section 2.
/// Complexity: O(layers + classes) for each sample after the forward pass.
public enum TheoremCertificate: Certificate {
  /// Key in reports.
  public static let key = "theorem"
  /// The bound in one line.
  public static let formula =
    "f^{yj} − (D_yj + 2ε_L d_{L−1}) Σ_m ε_m ‖z^{m−1}‖₁ Π_k (r_k + ε_k d_{k−1}) − 2ε_L ‖z^{L−1}‖₁"
  /// Where it comes from.
  public static let source = "Tsai, Hsu, Yu, Chen 2021, Theorems 1–3"

  /// A lower bound on the margin over the ball, for each sample of the pass.
  public static func robustMargins(_ perturbed: PerturbedNetwork, _ pass: ForwardPass, labels: [Int]) -> [Double] {
    // One row of distances for each label of the batch: all pairs of many classes would not fit in memory.
    let distances = Dictionary(uniqueKeysWithValues: Set(labels).map { ($0, perturbed.pairDistances(of: $0)) })
    let rows = labels.map { distances[$0] ?? [] }
    return margins(perturbed, pass, labels) { rows[$0][$1] }
  }

  /// M_ε with the largest D in place of D_ij, the same for all pairs: what Theorem 4's empirical term needs.
  public static func uniformMargins(_ perturbed: PerturbedNetwork, _ pass: ForwardPass, labels: [Int]) -> [Double] {
    let D = perturbed.outputPairDistance.upperBound.value
    return margins(perturbed, pass, labels) { _, _ in D }
  }

  private static func margins(
    _ perturbed: PerturbedNetwork, _ pass: ForwardPass, _ labels: [Int], distance: (_ sample: Int, _ j: Int) -> Double
  ) -> [Double] {
    let L = perturbed.depth
    let growth = hiddenGrowth(perturbed)
    let outputGrowth = upperProduct(perturbed.lastRadius, perturbed.inputs(ofLayer: L))
    // Every quantity is non-negative and was rounded at most a few times a layer.
    let roundUp = 1 + 16 * Double(L + 2) * unitRoundOff
    let shift = labels.indices.map { i in
      growth.indices.reduce(0) { $0 + upperProduct(growth[$1], deviation(perturbed, pass, layer: $1 + 1, sample: i)) }
    }
    let roundOff = labels.indices.map(pass.marginRoundOff)
    return pass.logits.lowestPairwiseMargins(labels: labels) { i, j in
      // 0 · ∞ where nothing is perturbed below: the product is 0.
      let hidden = upperProduct(distance(i, j) + outputGrowth, shift[i])
      let η = hidden + 2 * deviation(perturbed, pass, layer: L, sample: i)
      return η * roundUp + roundOff[i]
    }
  }

  /// ε_m ‖z^{m−1}‖₁, and the radius of a bias where biases move: how far one pre-activation of layer m moves by itself.
  private static func deviation(
    _ perturbed: PerturbedNetwork, _ pass: ForwardPass, layer m: Int, sample: Int
  ) -> Double {
    upperProduct(perturbed.radius(m), pass.inputNorms[m - 1][sample]) + perturbed.biasRadius(m)
  }

  /// Π_{k=m+1}^{L−1} (r_k + ε_k d_{k−1}) for m = 1 … L − 1: the growth of a deviation of layer m up to layer L − 1; 0 where
  /// layer m does not move.
  private static func hiddenGrowth(_ perturbed: PerturbedNetwork) -> [Double] {
    (1..<perturbed.depth).map { m in
      perturbed.radii[m - 1].isZero
        ? 0
        : ((m + 1)..<max(perturbed.depth, m + 1)).reduce(1) { product, k in
          upperProduct(
            product, perturbed.rowNorm(k) + upperProduct(perturbed.radius(k), perturbed.inputs(ofLayer: k)))
        }
    }
  }
}
