import MatrixNorms
import Testing

@testable import Bounds

@Suite struct Golowich2018L1Tests {
  @Test(
    "K = 3, γ = ½, L = 2, r̃ = 5 twice, d₀ = 4, largest column 10, n = 100: 4·3/½ · 2 · 5² √(3 + ln 4) 10/100"
  )
  func hand() {
    let complexity: Double = 24 * 2 * 25 * (3 + 2 * logTwo).squareRoot() * 0.1
    expect(
      Golowich2018L1.terms(handEvidence()),
      [("empirical", handRampLoss), ("complexity", complexity), ("confidence", handConfidence)])
  }
}
