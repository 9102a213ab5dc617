import TestSupport
import Testing

@testable import Certification

@Suite struct WitnessNetworkTests {
  @Test("ŵ = w + te lies within e of w exactly, in whole multiples of 2⁻¹⁰⁰: 20,000 draws") func exactBall() {
    var g = SeededGenerator(seed: 1)
    /// The number as a whole multiple of 2⁻¹⁰⁰; numbers here lie between 2⁻⁴⁷ and 4, so that it is one.
    func whole(_ x: Double) -> Int128 { Int128(x * 0x1p100) }
    for _ in 0..<20_000 {
      let w = Double.random(in: -2...2, using: &g)
      let e =
        Double.random(in: 1...2, using: &g)
        * Double(sign: .plus, exponent: Int.random(in: -40 ... -1, using: &g), significand: 1)
      let t = [-1, 1, Double.random(in: -1...1, using: &g)].randomElement(using: &g)!
      let moved = w.moved(by: t, of: e)
      guard abs(w) > 0x1p-47, abs(moved) > 0x1p-47 else { continue }
      #expect(abs(whole(moved) - whole(w)) <= whole(e), "w = \(w), e = \(e), t = \(t)")
      // At most two steps away from the nearest double.
      #expect(abs(moved - (w + t * e)) <= 2 * max(w.ulp, moved.ulp))
    }
  }

  @Test("isWithin sees what a rounded difference hides: 1 + 2⁻⁵² is not within 2⁻⁵²(1 − 2⁻⁵³) of 1")
  func exactDifference() {
    #expect(1.0.nextUp.isWithin(0x1p-52, of: 1))
    #expect(!1.0.nextUp.isWithin(0x1p-52.nextDown, of: 1))
    // 1 − (−2⁻⁶⁰) rounds to 1.
    #expect(!1.0.isWithin(1, of: -0x1p-60))
    #expect(1.0.isWithin(1, of: 0x1p-60))
    #expect(!Double.infinity.isWithin(1, of: 0) && !Double.nan.isWithin(1, of: 0))
  }

  @Test("radius 0 moves nothing, and nothing moves to infinity") func ends() {
    #expect(0.1.moved(by: 1, of: 0) == 0.1)
    #expect(1e308.moved(by: 1, of: 1e308) == 1e308)
  }
}
