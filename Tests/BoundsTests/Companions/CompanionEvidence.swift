import MatrixNorms
import TestSupport
import Testing

@testable import Bounds

/// Numbers that can be worked with by hand: n = 100, γ = ½, δ = 2/e², K = 3, two layers of s = 2, b = 4, ‖W‖_F = 3, r̃ = 5;
/// ‖X‖_F = 20, columns 10, ‖x‖₂ ≤ 2, ‖x‖_∞ ≤ 1; d_max = 4, d_0 = 4. Two of the four margins are below γ: ramp loss ¼ + ⅛.
func handEvidence() -> Evidence {
  let layer = Evidence.Layer(
    spectralNorm: UpperBound(2), groupNorm21: UpperBound(4), frobeniusNorm: UpperBound(3),
    classInfinityNorm: UpperBound(5),
    inducedInfinityNorm: UpperBound(4.5), inputWidth: 4, radius: 0.25)
  return Evidence(
    layers: [layer, layer], referenceDistances: .value([UpperBound(0.5), UpperBound(4)]), outputCount: 3,
    outputPairDistance: UpperBound(6), maximumWidth: 4, activationOffset: 0, isHomogeneous: true, sampleCount: 100,
    inputs: Evidence.Inputs(
      width: 4, frobeniusNorm: UpperBound(20), norm12: UpperBound(30), largestColumnNorm: UpperBound(10),
      largestEuclideanNorm: UpperBound(2), largestMagnitude: .one),
    naturalMargins: [-1, 0.25, 0.75, 2], robustMargins: [-9, -9, -9, -9], marginScale: 0.5,
    failureProbability: 2 / 7.389_056_098_930_65)
}

/// Terms against a calculation in doubles with numbers to 16 digits: some ten roundings of 2⁻⁵³, and the empirical ramp loss of
/// two ones and a half, whose upper bound adds 2⁻⁵¹ each.
func expect(_ terms: [Term], _ values: [(key: String, value: Double)], _ place: SourceLocation = #_sourceLocation) {
  #expect(terms.map(\.key) == values.map(\.key), sourceLocation: place)
  for (term, expected) in zip(terms, values) {
    #expect(relativeDifference(term.value.value, expected.value) < 1e-14, "\(term.key)", sourceLocation: place)
  }
}

/// ln 2.
let logTwo = 0.693_147_180_559_945_3
/// ln 100.
let logHundred = 4.605_170_185_988_092
/// Ramp loss of the four margins at γ = ½: 1, ½, 0, 0.
let handRampLoss = 0.375
/// 3 √(2/200).
let handConfidence = 0.3
