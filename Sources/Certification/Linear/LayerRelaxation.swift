import MatrixNorms
import Networks

/// The relaxed activations of one hidden layer, for every sample (row) and neuron (column), with the layer's own constants
/// folded in: for λ ≥ 0 a term λz is at least λ(s·W z⁻ + t), for λ < 0 at least λ(S·W z⁻ + T), where W z⁻ stands for the
/// pre-activation without bias, less |λs|E z⁻ for the weights' ball.
///
/// The first layer's pre-activations have an exact range [l, u], so there the constants are all: s·l + t and S·u + T.
struct LayerRelaxation: Sendable {
  /// s and S.
  private(set) var (lowerSlopes, upperSlopes): (Matrix, Matrix)
  /// t and T.
  private(set) var (lowerConstants, upperConstants): (Matrix, Matrix)
  /// An upper bound on the magnitude of the layer's inputs, for each sample.
  let largestInput: [Double]
  /// An upper bound on the layer's outputs, for each sample.
  let largestOutput: [Double]
  /// What a coefficient of the layer's outputs may multiply, in magnitude: times a few units of round-off it covers one step.
  let magnitude: [Double]

  /// Relaxes layer k (counted from 1) on ranges of its pre-activations. O(samples · width).
  ///
  /// - Parameter largestInput: an upper bound on the magnitude of the layer's inputs, for each sample.
  init(_ perturbed: PerturbedNetwork, layer k: Int, _ ranges: PreActivationRanges, largestInput: [Double]) {
    let (ρ, radius) = (perturbed.network.activation, perturbed.radii[k - 1])
    let (samples, width) = (ranges.lower.rows, ranges.lower.columns)
    let zeros = [Double](repeating: 0, count: width)
    let (β, b) = (perturbed.network.layers[k - 1].bias ?? zeros, radius.bias ?? zeros)
    var (s, S) = (ranges.lower, ranges.lower)
    var (t, T) = (ranges.lower, ranges.lower)
    var (outputs, magnitudes) = ([Double](), [Double]())
    let own = 1 + ρ.roundOffUnits * unitRoundOff
    let largestBias = β.reduce(0) { max($0, $1.magnitude) } + radius.largestBias
    let norm = perturbed.perturbedRowNorm(k)
    for i in 0..<samples {
      var (largestEnd, largestConstant) = (-Double.infinity, 0.0)
      s.modifyElements { s in
        S.modifyElements { S in
          t.modifyElements { t in
            T.modifyElements { T in
              let (lower, upper) = (ranges.lower.elements.span, ranges.upper.elements.span)
              for j in 0..<width {
                let entry = i * width + j
                let (l, u) = (lower[entry], upper[entry])
                let line = ρ == .relu ? LinearRelaxation(reluFrom: l, to: u) : LinearRelaxation(of: ρ, from: l, to: u)
                (s[entry], S[entry]) = (line.lowerSlope, line.upperSlope)
                t[entry] = line.lowerIntercept + line.lowerSlope * (k == 1 ? l : β[j] - b[j])
                T[entry] = line.upperIntercept + line.upperSlope * (k == 1 ? u : β[j] + b[j])
                // `max` may pass over a NaN.
                largestEnd = u.isNaN ? .infinity : max(largestEnd, u)
                largestConstant = max(
                  largestConstant, t[entry].magnitude, T[entry].magnitude, line.lowerIntercept.magnitude,
                  line.upperIntercept.magnitude)
              }
            }
          }
        }
      }
      let output = ρ(largestEnd) * own + (own > 1 ? own - 1 : 0)
      outputs.append(output)
      magnitudes.append(2 * (norm * largestInput[i] + largestBias + largestConstant + output))
    }
    (lowerSlopes, upperSlopes, lowerConstants, upperConstants) = (s, S, t, T)
    (self.largestInput, largestOutput, magnitude) = (largestInput, outputs, magnitudes)
  }
}
