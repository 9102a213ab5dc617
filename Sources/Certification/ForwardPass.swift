import MatrixNorms
import Networks

/// The natural network on a batch of samples: logits, the norms of every layer's input, and the round-off of both.
///
/// **Error bounds.** With E_k bounding ‖ẑᵏ − zᵏ‖_∞ of a sample: a computed pre-activation is off by at most
/// γ_{d+2}(r_k‖ẑᵏ⁻¹‖_∞ + ‖βᵏ‖_∞) + r_k E_{k−1} (Higham, section 3.1, any order of summation), the activation is
/// ℓ-Lipschitz and adds its own rounding. Products that underflow lose at most 2⁻¹⁰⁷⁴ each. E_0 = 0: inputs are taken as they are.
public struct ForwardPass: Sendable {
  /// f_W(x), one row for each sample.
  public let logits: Matrix
  /// An upper bound on ‖zᵏ⁻¹‖₁ for each layer k and sample: `inputNorms[k − 1][sample]`.
  public let inputNorms: [[Double]]
  /// E_L: how far a logit may be from the exact one, for each sample.
  public let roundOff: [Double]
  /// zᵏ⁻¹ for each layer k as computed: `layerInputs[k − 1]`, one row for each sample.
  let layerInputs: [Matrix]
  /// How far an entry of zᵏ⁻¹ may be from the exact one: `inputRoundOff[k − 1][sample]`.
  let inputRoundOff: [[Double]]

  /// z⁰, the samples.
  var inputs: Matrix { layerInputs[0] }

  /// Runs the samples (rows) through the network. O(samples · parameters).
  public init(_ perturbed: PerturbedNetwork, on inputs: Matrix) {
    self.init(perturbed.network, rowNorms: perturbed.rowNorms, on: inputs)
  }

  /// A network given upper bounds r_k on the ∞→∞ norms of its layers.
  init(_ network: FeedForwardNetwork, rowNorms: [Double], on inputs: Matrix) {
    var z = inputs
    var error = [Double](repeating: 0, count: inputs.rows)
    var (norms, errors): ([[Double]], [[Double]]) = ([], [])
    var layerInputs: [Matrix] = []
    for (k, layer) in network.layers.enumerated() {
      let d = Double(z.columns)
      let summation = 1 + 2 * (d + 1) * unitRoundOff
      norms.append(zip(z.rowSums1, error).map { $0 * summation + d * $1 + 4 * underflow })
      layerInputs.append(z)
      errors.append(error)
      let bias = (layer.bias ?? []).reduce(0) { max($0, $1.magnitude) }
      let r = rowNorms[k]
      error = zip(z.rowMaxima, error).map { largest, e in
        ((d + 3) * unitRoundOff * (r * largest + bias) + r * e) * (1 + 8 * unitRoundOff) + (2 * d + 16) * underflow
      }
      z = layer.preActivations(z)
      guard k < network.depth - 1 else { break }
      network.activate(&z)
      let units = network.activation.roundOffUnits * unitRoundOff
      error = zip(z.rowMaxima, error).map { network.activation.lipschitzConstant * $1 + units * max(1, $0) + underflow }
    }
    logits = z
    inputNorms = norms
    inputRoundOff = errors
    roundOff = error
    self.layerInputs = layerInputs
  }
}

extension ForwardPass {
  /// |zᵏ⁻¹| with its round-off added, for the input of layer k (counted from 1).
  func inputMagnitudes(ofLayer k: Int) -> Matrix {
    var magnitudes = layerInputs[k - 1]
    let error = inputRoundOff[k - 1]
    magnitudes.modifyRows { i, row, entries in
      for j in row { entries[j] = entries[j].magnitude + error[i] }
    }
    return magnitudes
  }

  /// A bound on the round-off of one difference of two logits, infinite where it may overflow.
  func marginRoundOff(_ sample: Int) -> Double {
    var largest = 0.0
    for v in logits.row(sample) { largest = max(largest, v.magnitude) }
    return 2 * roundOff[sample] + 4 * unitRoundOff * (2 * largest) + 8 * underflow
  }
}
