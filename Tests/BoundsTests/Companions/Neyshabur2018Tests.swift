import MatrixNorms
import TestSupport
import Testing

@testable import Bounds

@Suite struct Neyshabur2018Tests {
  @Test(
    "n = 100, L = 2, B = 2, h = 4, γ = ½, Φ = 16 · 2 · (3/2)² = 72: 4√((882 e² · 4 · 4 · 4 · ln 32 · 72/¼ + ln(12 e²/2) + 5/4 ln 100)/99); margins ≤ ½: 2 of 4"
  )
  func hand() {
    let divergence: Double = 882 * 7.389_056_098_930_65 * 64 * 5 * logTwo * 288
    // ln(6 L/δ) = ln(6 · 2 · e²/2) = ln 6 + 2.
    let confidence: Double = 1.791_759_469_228_055 + 2 + 1.25 * logHundred
    let complexity = 4 * ((divergence + confidence) / 99).squareRoot()
    expect(Neyshabur2018.terms(handEvidence()), [("empirical", 0.5), ("complexity", complexity)])
  }

  @Test("a margin of γ counts as lost: 3 of 4") func tie() {
    var evidence = handEvidence()
    evidence.naturalMargins = [-1, 0.25, 0.5, 2]
    #expect(Neyshabur2018.terms(evidence)[0].value.value == 0.75)
  }

  @Test("norms of zero leave the price of the union: 4√((ln 6 + 2 + 5/4 ln 100)/99)") func zero() {
    let evidence = handEvidence().scaled(layer: 0, by: .zero)
    let root = (1.791_759_469_228_055 + 2 + 1.25 * logHundred) / 99
    #expect(relativeDifference(Neyshabur2018.terms(evidence)[1].value.value, 4 * root.squareRoot()) < 1e-14)
  }
}
