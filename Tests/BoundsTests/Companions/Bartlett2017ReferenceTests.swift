import MatrixNorms
import TestSupport
import Testing

@testable import Bounds

@Suite struct Bartlett2017ReferenceTests {
  @Test(
    "‖(W − M)ᵀ‖₂,₁ = ½ and 4 beside s = 2 and 2: 2[4/1000 + 36 ln 100/50 · 20 √(ln 32) · 4 · (4^{−2/3} + 2^{2/3})^{3/2}], the last factor √(125/16)"
  )
  func hand() {
    // 4^{−2/3} + 2^{2/3} = 2^{−4/3}(1 + 4), to the power 3/2: 5√5/4.
    let last = 125.0.squareRoot() / 4
    let second: Double = 36 * logHundred / 50 * 20 * (5 * logTwo).squareRoot() * 4 * last
    expect(
      Bartlett2017Reference.terms(handEvidence()),
      [("empirical", handRampLoss), ("complexity", 2 * (0.004 + second)), ("confidence", handConfidence)])
  }

  @Test("the weights before training as trained: only 4/n^{3/2} is left; M = 0: the bound without a reference")
  func extremes() {
    var evidence = handEvidence()
    evidence.referenceDistances = .value([.zero, .zero])
    #expect(relativeDifference(Bartlett2017Reference.terms(evidence)[1].value.value, 0.008) < 1e-15)
    evidence.referenceDistances = .value(evidence.layers.map(\.groupNorm21))
    #expect(Bartlett2017Reference.terms(evidence)[1].value == Bartlett2017.terms(evidence)[1].value)
  }
}
