import MatrixNorms
import Testing

@testable import Bounds

@Suite struct Neyshabur2015FrobeniusTests {
  @Test(
    "K = 3, γ = ½, L = 2, ‖W‖_F = 3 twice, ‖x‖₂ = 2, n = 100: 4·3/½ · 2 √2 · 3² · 2/10"
  )
  func hand() {
    let complexity: Double = 24 * 2 * 2.0.squareRoot() * 9 * 2 / 10
    expect(
      Neyshabur2015Frobenius.terms(handEvidence()),
      [("empirical", handRampLoss), ("complexity", complexity), ("confidence", handConfidence)])
  }
}
