import Testing

@testable import Charts

@Suite struct PositionScaleTests {
  @Test("2…4 on 0…120 with insets of 10: 100 for 2 units, so 2 → 10, 3 → 60, 4 → 110, and the ends are 1.8 and 4.2")
  func linear() {
    let scale = PositionScale(.linear, extent: Extent([2, 4], on: .linear), from: 0, to: 120, inset: 10)
    #expect([2, 3, 4].map { (scale.place($0) * 1e9).rounded() / 1e9 } == [10, 60, 110])
    #expect(abs(scale.low - 1.8) < 1e-12 && abs(scale.high - 4.2) < 1e-12)
  }

  @Test("1…100 upwards from 220 to 0 with insets of 10: 10 lies at 110")
  func logarithmic() throws {
    let extent = try #require(Extent([1, 100], on: .logarithmic))
    let scale = PositionScale(.logarithmic, extent: extent, from: 220, to: 0, inset: 10)
    #expect([1, 10, 100].map { scale.place($0).rounded() } == [210, 110, 10])
    #expect(scale.base == 220)
  }

  @Test("three bands on 0…90: centres 15, 45, 75")
  func bands() {
    let scale = PositionScale(.bands(["a", "b", "c"]), extent: nil, from: 0, to: 90, inset: 10)
    #expect([0, 1, 2].map(scale.place) == [15, 45, 75])
    #expect(scale.bandWidth == 30)
  }

  @Test("bars from 0 to 8 on 0…90 with an inset of 10 above: 0 → 0, 8 → 80")
  func barsStandOnTheFrame() throws {
    let extent = try #require(Extent([0, 8], on: .linear, hasBars: true))
    let scale = PositionScale(.linear, extent: extent, from: 0, to: 90, inset: 10)
    #expect(scale.place(0) == 0)
    #expect(scale.place(8) == 80)
  }

  @Test("−10³⁰⁸…10³⁰⁸: 0 in the middle although the difference is no double")
  func fullRange() throws {
    let extent = try #require(Extent([-1e308, 1e308], on: .linear))
    #expect(PositionScale(.linear, extent: extent, from: 0, to: 100, inset: 5).place(0) == 50)
  }
}
