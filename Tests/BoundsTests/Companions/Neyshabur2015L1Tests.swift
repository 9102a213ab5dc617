import MatrixNorms
import Testing

@testable import Bounds

@Suite struct Neyshabur2015L1Tests {
  @Test(
    "K = 3, γ = ½, L = 2, r̃ = 5 twice, d₀ = 4, ‖x‖_∞ = 1, n = 100: 4·3/½ · 2² · 5² √(ln 8)/10"
  )
  func hand() {
    let complexity: Double = 24 * 4 * 25 * (3 * logTwo).squareRoot() / 10
    expect(
      Neyshabur2015L1.terms(handEvidence()),
      [("empirical", handRampLoss), ("complexity", complexity), ("confidence", handConfidence)])
  }
}
