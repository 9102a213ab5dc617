import Testing

@testable import Statistics

@Suite struct PercentileTests {
  @Test("of 1, 2, 4, 8: the 50th at place 1.5 is 3, the 90th at place 2.7 is 4 + 0.7 · 4 = 6.8") func hand() {
    let numbers = [1.0, 2, 4, 8]
    #expect(percentile(0, ofSorted: numbers) == 1 && percentile(50, ofSorted: numbers) == 3)
    #expect(abs(percentile(90, ofSorted: numbers)! - 6.8) < 1e-14 && percentile(100, ofSorted: numbers) == 8)
    #expect(percentile(90, ofSorted: [5]) == 5 && percentile(50, ofSorted: []) == nil)
  }
}
