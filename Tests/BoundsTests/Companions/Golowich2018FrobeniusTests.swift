import MatrixNorms
import Testing

@testable import Bounds

@Suite struct Golowich2018FrobeniusTests {
  @Test(
    "K = 3, γ = ½, L = 2, ‖W‖_F = 3 twice, ‖X‖_F = 20, n = 100: 4·3/½ · 3² (√(4 ln 2) + 1) 20/100"
  )
  func hand() {
    let complexity: Double = 24 * 9 * ((4 * logTwo).squareRoot() + 1) * 0.2
    expect(
      Golowich2018Frobenius.terms(handEvidence()),
      [("empirical", handRampLoss), ("complexity", complexity), ("confidence", handConfidence)])
  }
}
