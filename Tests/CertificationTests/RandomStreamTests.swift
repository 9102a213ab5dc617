import Testing

@testable import Certification

@Suite struct RandomStreamTests {
  @Test("the first numbers of seed 1, stream 2, from an implementation in Python") func reference() {
    var g = RandomStream(seed: 1, stream: 2)
    #expect((0..<3).map { _ in g.next() } == [0xcb06_6d29_621d_178f, 0x1576_6072_a267_7568, 0x53b8_e849_f5e3_d2ce])
  }

  @Test("seeds, streams and purposes give other numbers") func streams() {
    func first(_ seed: UInt64, _ purpose: RandomStream.Purpose, _ number: Int) -> UInt64 {
      var g = RandomStream(seed: seed, purpose, number: number)
      return g.next()
    }
    let all = (0..<10).flatMap { seed in
      (0..<100).flatMap { [first(seed, .sample, $0), first(seed, .uniformNoise, $0)] }
    }
    #expect(Set(all).count == 2000 && first(3, .sample, 5) == first(3, .sample, 5))
  }

  /// Four standard deviations of the means of n = 40,000: 4/√(12n), 4/√n, 4√(2/n).
  @Test("uniform numbers have mean ½; normal ones mean 0, variance 1, and 4.55 % beyond 2σ") func moments() {
    var g = RandomStream(seed: 7, stream: 0)
    let n = 40_000
    let uniform = (0..<n).map { _ in g.uniform() }
    #expect(uniform.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect(abs(uniform.reduce(0, +) / Double(n) - 0.5) <= 0.006)
    let normal = (0..<n).map { _ in g.normal() }
    #expect(abs(normal.reduce(0, +) / Double(n)) <= 0.02)
    #expect(abs(normal.reduce(0) { $0 + $1 * $1 } / Double(n) - 1) <= 0.0283)
    #expect(abs(Double(normal.count { abs($0) > 2 }) / Double(n) - 0.0455) <= 0.0042)
  }
}
