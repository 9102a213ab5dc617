import MatrixNorms
import TestSupport
import Testing

@testable import Bounds

@Suite struct Bartlett2017Tests {
  @Test(
    "n = 100, ‖X‖_F = 20, γ = ½, d = 4, two layers of s = 2, b = 4: 2[4/1000 + 36 ln 100/(½·100) · 20 √(ln 32) · 4 · (2·2^{2/3})^{3/2}], the last factor 4√2"
  )
  func hand() {
    let second: Double = 36 * logHundred / 50 * 20 * (5 * logTwo).squareRoot() * 4 * 4 * 2.0.squareRoot()
    expect(
      Bartlett2017.terms(handEvidence()),
      [("empirical", handRampLoss), ("complexity", 2 * (0.004 + second)), ("confidence", handConfidence)])
  }

  @Test("36 = 12 · 3/2 · κ√2 with κ = √2: twice Dudley's integral of the ramp losses, radius √n, cut at 1/n")
  func constant() {
    // ln N = A²/t² with A = κ (√2/γ) ‖X‖_F √(ln 2d²) Π s (…)^{3/2} = 2/½ · 20 √(ln 32) · 16√2.
    let A = 4 * 20 * (5 * logTwo).squareRoot() * 16 * 2.0.squareRoot()
    let dudley = 4 * 0.01 / 10 + 12 / 100 * A * 1.5 * logHundred
    #expect(relativeDifference(Bartlett2017.terms(handEvidence())[1].value.value, 2 * dudley) < 1e-14)
  }

  static let cases = try! Theorem4Case.extended()

  @Test("the lemma's complexity in the fixtures of Theorem 4", arguments: cases.indices) func reference(_ index: Int) {
    let example = Self.cases[index]
    let complexity = Bartlett2017.terms(example.evidence)[1].value.value
    // Some thirty factors, each rounded once here.
    #expect(relativeDifference(complexity, example.expected.bartlett!) < 1e-13)
  }
}
