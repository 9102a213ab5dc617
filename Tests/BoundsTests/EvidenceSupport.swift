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
          // Theorem 4 has no use for these two.
          frobeniusNorm: .zero, classInfinityNorm: .zero,
          inducedInfinityNorm: UpperBound(norms.rowNorms[k]), inputWidth: weights[k][0].count,
          radius: (k < epsilon.count - 1 ? ℓ : 1) * epsilon[k])
      },
      referenceDistances: .missing(reason: "no reference"), outputCount: weights.last?.count ?? 0,
      outputPairDistance: UpperBound(norms.D!),
      maximumWidth: norms.maximumWidth,
      activationOffset: epsilon.count == 1
        ? 0 : ["sigmoid": 0.5, "softplus": 0.693_147_180_559_945_4][activation] ?? 0,
      isHomogeneous: activation == "relu", sampleCount: Double(n),
      inputs: Evidence.Inputs(
        width: X.first?.count ?? 0, frobeniusNorm: UpperBound(norms.frobeniusX), norm12: UpperBound(norms.norm12X),
        largestColumnNorm: .zero, largestEuclideanNorm: .zero, largestMagnitude: .zero),
      naturalMargins: expected.margins, robustMargins: expected.robustMargins["D"]!, marginScale: γ,
      failureProbability: δ)
  }
}

/// Evidence of small random networks for the laws.
func randomEvidence(seed: UInt64, depth: Int = 3, isPerturbed: Bool = true) -> Evidence {
  var g = SeededGenerator(seed: seed)
  func positive(_ range: ClosedRange<Double> = 0.2...5) -> UpperBound {
    UpperBound(Double.random(in: range, using: &g))
  }
  let layers = (0..<depth).map { _ in
    let s = positive()
    return Evidence.Layer(
      spectralNorm: s, groupNorm21: s * positive(1...6), frobeniusNorm: s * positive(1...4),
      classInfinityNorm: positive(),
      inducedInfinityNorm: positive(), inputWidth: Int.random(in: 2...50, using: &g),
      radius: isPerturbed ? Double.random(in: 0...0.1, using: &g) : 0)
  }
  return Evidence(
    layers: layers, referenceDistances: .value(layers.map { $0.groupNorm21 * UpperBound(0.125) }), outputCount: 5,
    outputPairDistance: positive(), maximumWidth: 50, activationOffset: 0, isHomogeneous: true, sampleCount: 1000,
    inputs: Evidence.Inputs(
      width: 12, frobeniusNorm: positive(10...100), norm12: positive(10...200), largestColumnNorm: positive(5...50),
      largestEuclideanNorm: positive(1...9), largestMagnitude: positive(0.5...2)),
    naturalMargins: (0..<40).map { _ in Double.random(in: -0.5...2.5, using: &g) },
    robustMargins: (0..<40).map { _ in Double.random(in: -1...2, using: &g) }, marginScale: 0.7,
    failureProbability: 0.05)
}

extension Evidence {
  /// All norms of one layer, the distance from the reference included, times c.
  func scaled(layer k: Int, by c: UpperBound) -> Evidence {
    var result = self
    result.layers[k].spectralNorm = layers[k].spectralNorm * c
    result.layers[k].groupNorm21 = layers[k].groupNorm21 * c
    result.layers[k].frobeniusNorm = layers[k].frobeniusNorm * c
    result.layers[k].classInfinityNorm = layers[k].classInfinityNorm * c
    if case .value(var norms) = referenceDistances {
      norms[k] = norms[k] * c
      result.referenceDistances = .value(norms)
    }
    return result
  }
}
