import Testing

@testable import Statistics

@Suite struct PearsonCorrelationTests {
  @Test("x = (1, 2, 3), y = (2, 1, 6): Σ = (−1)(−1) + 0 + 1 · 3 = 4, r = 4/√(2 · 14)") func hand() {
    #expect(abs(pearsonCorrelation([1, 2, 3], [2, 1, 6])! - 4 / 28.0.squareRoot()) < 1e-15)
  }

  @Test("an infinite number has no mean: undefined, while ranks are not") func infinite() {
    #expect(pearsonCorrelation([-.infinity, 1, 2], [1, 2, 3]) == nil)
    #expect(spearmanRho([-.infinity, 1, 2], [1, 2, 3])! > 0.99)
  }

  @Test("a line: r = 1 whatever scale and shift, as far as doubles go") func line() {
    let x = [1.0, 2, 4, 8]
    for (scale, shift) in [(1.0, 0.0), (1e300, 1), (1e-300, 0), (3, -1e6)] {
      // The shift of 10⁶ costs 20 of 53 bits in each number, and r is 1 up to the square of that share.
      #expect(abs(pearsonCorrelation(x, x.map { scale * $0 + shift })! - 1) < 1e-14)
    }
  }
}
