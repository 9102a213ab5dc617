import Testing

@testable import Statistics

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

  @Test("a permutation has every number once; of none and one there is one") func permutation() {
    var g = RandomStream(seed: 3, .order, number: 0)
    for count in [0, 1, 2, 5, 100] { #expect(g.permutation(of: count).sorted() == Array(0..<count)) }
    var again = RandomStream(seed: 3, .order, number: 7)
    var same = RandomStream(seed: 3, .order, number: 7)
    #expect(again.permutation(of: 50) == same.permutation(of: 50) && again.permutation(of: 50) != Array(0..<50))
  }

  /// Σ (observed − 1000)² / 1000 over 6 cells is χ² with 5 degrees of freedom, above 35.9 once in a million seeds.
  @Test("the six permutations of 3 occur 1000 times each of 6000, but for chance: χ² ≤ 35.9") func permutationsOfThree()
  {
    var g = RandomStream(seed: 11, .order, number: 0)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<6000 { counts[g.permutation(of: 3), default: 0] += 1 }
    let χ2 = counts.values.reduce(0.0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
    #expect(counts.count == 6 && χ2 <= 35.9)
  }
}
