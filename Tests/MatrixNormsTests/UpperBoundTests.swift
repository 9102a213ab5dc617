import Foundation
import TestSupport
import Testing

@testable import MatrixNorms

@Suite struct UpperBoundTests {
  @Test("what a double holds is exact: 3 · 5 = 15, 3 + 5 = 8, 15/5 = 3, √49 = 7, 1/1 = 1")
  func exact() {
    #expect((UpperBound(3) * UpperBound(5)).value == 15 && (UpperBound(3) + UpperBound(5)).value == 8)
    #expect((UpperBound(15) / UpperBound(5)).value == 3 && UpperBound(49).squareRoot.value == 7)
    #expect(.one / UpperBound(1) == UpperBound.one)
  }

  @Test("what it does not is rounded up: 1/3, √2, 1 + 2⁻⁶⁰, 1 + 2⁻³⁰⁰")
  func roundedUp() {
    #expect((UpperBound(1) / UpperBound(3)).value == (1.0 / 3).nextUp)
    #expect(UpperBound(2).squareRoot.value >= 2.0.squareRoot())
    #expect((UpperBound(1) + UpperBound(0x1p-60)).value == 1.0.nextUp)
    #expect((UpperBound(1) + UpperBound(0x1p-300)).value > 1)
  }

  @Test("√2 · √2 ≥ 2")
  func squareRoot() { #expect(UpperBound(2.0).squareRoot.squared >= UpperBound(2.0)) }

  @Test("(8e300³)^⅓ and 1e300 · 1e300 / 1e300 survive beyond the range of doubles")
  func extendedRange() {
    let big = UpperBound(1e300)
    #expect(relativeDifference((big * big / big).value, 1e300) < 1e-15)
    #expect((big * big).value == .infinity)
    #expect(abs((big * big).log10 - 600) < 1e-12)
    #expect(relativeDifference((big * big * big).cubeRoot.value, 1e300) < 1e-15)
    let small = UpperBound(1e-300)
    #expect(relativeDifference((small * small * big * big).value, 1) < 1e-15)
    #expect((small * small).value == .leastNonzeroMagnitude)
    #expect(abs((small * small).log10 + 600) < 1e-12)
  }

  #if arch(x86_64)
    @Test("cube roots that glibc puts three units too low are proved, not assumed", arguments: 0..<100)
    func cubeRoot(seed: Int) {
      var generator = SeededGenerator(seed: UInt64(seed))
      for x in [0.7433224474269306] + (0..<1000).map({ _ in Double.random(in: 0.5..<4, using: &generator) }) {
        let root = Float80(UpperBound(x).cubeRoot.value)
        // The 64-bit cube is off by 2⁻⁶³ relative, a hundredth of a unit.
        #expect(root * root * root >= Float80(x) * (1 - 0x1p-62))
        #expect(root * root * root <= Float80(x) * (1 + 18 * 0x1p-53))
      }
    }
  #endif

  @Test("a subnormal number keeps its value: 2⁻¹⁰⁷⁴ · 2 = 2⁻¹⁰⁷³")
  func subnormal() {
    let least = UpperBound(Double.leastNonzeroMagnitude)
    #expect(abs(least.log10 - log10(2) * -1074) < 1e-9)
    #expect((least * UpperBound(2) * UpperBound(0x1p1000) * UpperBound(0x1p73)).value >= 1)
  }

  @Test("zero is absorbing in products and neutral in sums; 0/0 = 0")
  func zero() {
    let x = UpperBound(0.1)
    #expect(
      .zero * x == .zero && .zero + x == x && UpperBound.zero / .zero == .zero && UpperBound.zero.squareRoot == .zero)
    #expect(UpperBound.zero.value == 0 && UpperBound.zero.log10 == -.infinity)
  }

  @Test("ln of 1 is 0, of e^710² beyond doubles at least 1420, of 2⁵³ + 1 whole numbers rounded up")
  func logarithm() {
    #expect(UpperBound.log(.one) == .zero)
    let e355 = UpperBound(exp(355))
    #expect(UpperBound.log(e355 * e355 * e355 * e355).value >= 1420)
    #expect(relativeDifference(UpperBound.log(e355 * e355 * e355 * e355).value, 1420) < 1e-3)
    #expect(UpperBound(9_007_199_254_740_993).value >= 9_007_199_254_740_994)
  }

  #if arch(x86_64)
    @Test("every operation is at least the 80-bit result and within one unit of it", arguments: 0..<200)
    func roundsUp(seed: Int) {
      var generator = SeededGenerator(seed: UInt64(seed))
      let a = exp(Double.random(in: -300...300, using: &generator))
      let b = exp(Double.random(in: -300...300, using: &generator))
      let (A, B) = (Float80(a), Float80(b))
      let cases: [(UpperBound, Float80)] = [
        (UpperBound(a) + UpperBound(b), A + B), (UpperBound(a) * UpperBound(b), A * B),
        (UpperBound(a) / UpperBound(b), A / B), (UpperBound(a).squareRoot, A.squareRoot()),
      ]
      for (bound, exact) in cases {
        let value = Float80(sign: .plus, exponent: bound.exponent, significand: Float80(bound.significand))
        // The 80-bit result is itself rounded, by 2⁻⁶⁴ relative.
        #expect(value >= exact * (1 - 0x1p-64))
        #expect(value <= exact * (1 + 0x1p-52 + 0x1p-64))
      }
      let root = UpperBound(a).cubeRoot
      let value = Float80(sign: .plus, exponent: root.exponent, significand: Float80(root.significand))
      #expect(value * value * value >= A * (1 - 0x1p-62))
      #expect(value * value * value <= A * (1 + 24 * 0x1p-53))
    }
  #endif
}
