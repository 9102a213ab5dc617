import Testing

@testable import Charts

@Suite struct LinearTicksTests {
  @Test("0…10 in at most 5 steps: 10 / 5 = 2, so 0, 2, 4, 6, 8, 10")
  func evenSteps() {
    let ticks = LinearTicks.ticks(from: 0, to: 10, count: 5)
    #expect(ticks.map(\.value) == [0, 2, 4, 6, 8, 10])
    #expect(ticks.compactMap(\.label) == ["0", "2", "4", "6", "8", "10"])
  }

  @Test("−0.03…0.12 in at most 4 steps: 0.15 / 4 = 0.0375, so steps of 0.05 from 0 to 0.1")
  func decimalsAreThoseOfTheStep() {
    let ticks = LinearTicks.ticks(from: -0.03, to: 0.12, count: 4)
    #expect(ticks.compactMap(\.label) == ["0", "0.05", "0.10"])
  }

  @Test("0…3 epochs in at most 8 steps: steps of 1, never 0.5")
  func wholeSteps() {
    #expect(LinearTicks.ticks(from: 0, to: 3, count: 8, integral: true).map(\.value) == [0, 1, 2, 3])
    #expect(LinearTicks.ticks(from: 0, to: 3, count: 8).count == 7)
  }

  @Test("0…2.5·10⁷ in at most 5 steps: 5·10⁶ = 0.5×10⁷")
  func largeNumbersShareAPower() {
    let ticks = LinearTicks.ticks(from: 0, to: 2.5e7, count: 5)
    #expect(ticks.compactMap(\.label) == ["0", "0.5×10⁷", "1.0×10⁷", "1.5×10⁷", "2.0×10⁷", "2.5×10⁷"])
  }

  @Test("0…12,000 in at most 3 steps: 5,000, written with commas from five digits on")
  func thousands() {
    #expect(LinearTicks.ticks(from: 0, to: 12_000, count: 3).compactMap(\.label) == ["0", "5000", "10,000"])
  }

  @Test("−1.7·10³⁰⁸…1.7·10³⁰⁸, whose difference is no double")
  func fullRange() {
    let ticks = LinearTicks.ticks(from: -1.7e308, to: 1.7e308, count: 4)
    #expect(ticks.map(\.value) == [-1e308, 0, 1e308])
  }

  @Test("no ticks between neighbouring doubles around 10¹⁷, for which labels would have to be exact beyond 2⁵³")
  func tooNarrow() {
    #expect(LinearTicks.ticks(from: 1e17, to: 1e17 + 16, count: 5).isEmpty)
  }

  @Test("steps: 0.2 stays 0.2 although log₁₀ rounds; 0.21 → 0.5; 5.1 → 10; 1000 → 1000")
  func niceSteps() {
    let steps = [0.2, 0.21, 5.1, 1000].map { LinearTicks.niceStep(atLeast: $0).value }
    #expect(steps == [0.2, 0.5, 10, 1000])
  }

  @Test func everyStepIsEvenInsideAndNotTooMany() {
    for low in [-3e5, -1.7, 0, 2e-9, 12.3] {
      for span in [1e-6, 0.3, 7, 4.2e8] {
        for count in 2...12 {
          let ticks = LinearTicks.ticks(from: low, to: low + span, count: count)
          #expect(ticks.count <= count + 1)
          #expect(ticks.allSatisfy { low...(low + span) ~= $0.value })
          #expect(Set(ticks.compactMap(\.label)).count == ticks.count)
        }
      }
    }
  }
}
