import TestSupport
import Testing

@testable import Certification
@testable import Statistics

@Suite struct BallEndsTests {
  @Test("the end is within the radius, and the next double is not: 20,000 sums of all magnitudes") func ends() {
    var g = RandomStream(seed: 1, stream: 0)
    for _ in 0..<20_000 {
      let w = g.symmetric() * Double(sign: .plus, exponent: Int(g.next() % 80) - 40, significand: 1)
      let e = g.uniform() * Double(sign: .plus, exponent: Int(g.next() % 80) - 40, significand: 1)
      let (upper, lower) = (inwardSum(w, e), inwardSum(w, -e))
      #expect(upper.lies(within: e, of: w) && !upper.nextUp.lies(within: e, of: w))
      #expect(lower.lies(within: e, of: w) && !lower.nextDown.lies(within: e, of: w))
    }
  }

  @Test("1 + 3·2⁻⁵⁴ is rounded up by the processor and down here; sums that overflow end at the largest double")
  func edges() {
    #expect(1 + 0x1.8p-53 == 1.0.nextUp && inwardSum(1, 0x1.8p-53) == 1)
    #expect(inwardSum(-1, -0x1.8p-53) == -1)
    let largest = Double.greatestFiniteMagnitude
    #expect(inwardSum(largest, largest) == largest && inwardSum(-largest, -largest) == -largest)
    #expect(inwardSum(0.3, 0) == 0.3 && inwardSum(0, .leastNonzeroMagnitude) == .leastNonzeroMagnitude)
  }
}
