import MatrixNorms
import TestSupport

@testable import Bounds

extension Theorem4Case {
  /// The evidence that the independent implementation used, number by number. `maximumWidth` and D must be known.
  var evidence: Evidence {
    let norms = expected.classNorms
    let ℓ = activation == "sigmoid" ? 0.25 : 1
    return Evidence(
      layers: epsilon.indices.map { k in
        Evidence.Layer(
          spectralNorm: UpperBound(norms.spectral[k]), groupNorm21: UpperBound(norms.rows21[k]),
          inducedInfinityNorm: UpperBound(norms.rowNorms[k]), inputWidth: weights[k][0].count,
          radius: (k < epsilon.count - 1 ? ℓ : 1) * epsilon[k])
      },
      outputPairDistance: UpperBound(norms.D!), maximumWidth: norms.maximumWidth,
      activationOffset: epsilon.count == 1
        ? 0 : ["sigmoid": 0.5, "softplus": 0.693_147_180_559_945_4][activation] ?? 0,
      sampleCount: Double(n), inputFrobeniusNorm: UpperBound(norms.frobeniusX), inputNorm12: UpperBound(norms.norm12X),
      robustMargins: expected.robustMargins["D"]!, marginScale: γ, failureProbability: δ)
  }
}

/// Evidence of small random networks for the laws.
func randomEvidence(seed: UInt64, depth: Int = 3, isPerturbed: Bool = true) -> Evidence {
  var g = SeededGenerator(seed: seed)
  func positive() -> UpperBound { UpperBound(Double.random(in: 0.2...5, using: &g)) }
  return Evidence(
    layers: (0..<depth).map { _ in
      let s = positive()
      return Evidence.Layer(
        spectralNorm: s, groupNorm21: s * UpperBound(Double.random(in: 1...6, using: &g)),
        inducedInfinityNorm: positive(),
        inputWidth: Int.random(in: 2...50, using: &g), radius: isPerturbed ? Double.random(in: 0...0.1, using: &g) : 0)
    },
    outputPairDistance: positive(), maximumWidth: 50, activationOffset: 0, sampleCount: 1000,
    inputFrobeniusNorm: UpperBound(Double.random(in: 10...100, using: &g)),
    inputNorm12: UpperBound(Double.random(in: 10...200, using: &g)),
    robustMargins: (0..<40).map { _ in Double.random(in: -1...2, using: &g) }, marginScale: 0.7,
    failureProbability: 0.05)
}
