import Foundation
import Testing

@testable import Charts

@Suite struct LogarithmicTicksTests {
  private static func labels(_ low: Double, _ high: Double, _ count: Int) -> [String] {
    LogarithmicTicks.ticks(fromPower: log10(low), toPower: log10(high), count: count)
      .sorted { $0.value < $1.value }.compactMap(\.label)
  }

  @Test("0.5…2000 has the decades 10⁰ to 10³ and minor ticks 0.5–0.9, 2–9, 20–90, 200–900, 2000: 5 + 24 + 1 = 30")
  func decades() {
    #expect(Self.labels(0.5, 2000, 8) == ["10⁰", "10¹", "10²", "10³"])
    let minor = LogarithmicTicks.ticks(fromPower: log10(0.5), toPower: log10(2000), count: 8).filter { $0.label == nil }
    #expect(minor.count == 30)
  }

  @Test("10⁻²⁰…10²⁰ with 6 labels at most: every tenth decade is 5 labels, every fifth would be 9")
  func thinned() {
    #expect(Self.labels(1e-20, 1e20, 6) == ["10⁻²⁰", "10⁻¹⁰", "10⁰", "10¹⁰", "10²⁰"])
  }

  @Test("3…40: 5, 10, 20 in steps of 1-2-5")
  func withinDecades() {
    #expect(Self.labels(3, 40, 6) == ["5", "10", "20"])
  }

  @Test("2…450 with 5 labels at most: 1-2-5 would be 8, 1-3 is 3, 10, 30, 100, 300")
  func thirds() {
    #expect(Self.labels(2, 450, 5) == ["3", "10", "30", "100", "300"])
  }

  @Test("2.1…2.9: even steps of 0.2")
  func partOfADecade() {
    #expect(Self.labels(2.1, 2.9, 5) == ["2.2", "2.4", "2.6", "2.8"])
  }

  @Test("2·10⁻⁷…3·10⁻⁶: labels below 0.0001 are multiples of powers")
  func smallNumbers() {
    #expect(Self.labels(1.5e-7, 3e-6, 6) == ["2×10⁻⁷", "5×10⁻⁷", "10⁻⁶", "2×10⁻⁶"])
  }

  @Test("all decades: the ends are numbers, and no tick lies beyond")
  func everything() {
    let ticks = LogarithmicTicks.ticks(fromPower: -330, toPower: 312, count: 8)
    #expect(ticks.allSatisfy { $0.value > 0 && $0.value.isFinite })
    #expect(ticks.count { $0.label != nil } == 7)
  }
}
