import Testing

@testable import Analysis

@Suite struct RadiusSettingTests {
  @Test("uniform, on layers 1 and 3, by layer") func radii() throws {
    #expect(try RadiusSetting.uniform(0.5, layers: nil).radii(depth: 3) == [0.5, 0.5, 0.5])
    #expect(try RadiusSetting.uniform(0.5, layers: [3, 1]).radii(depth: 3) == [0.5, 0, 0.5])
    #expect(try RadiusSetting.perLayer([0, 1]).radii(depth: 2) == [0, 1])
  }

  @Test("a layer beyond the depth and a wrong number of radii name both numbers") func refusals() {
    #expect(throws: AnalysisError.noSuchLayer(4, depth: 3)) {
      try RadiusSetting.uniform(1, layers: [1, 4]).radii(depth: 3)
    }
    #expect(throws: AnalysisError.radiusCount(radii: 2, depth: 3)) {
      try RadiusSetting.perLayer([1, 1]).radii(depth: 3)
    }
  }

  @Test("γ: p10, p2.5, 0.5; not p0, −1, nan, empty") func marginScale() {
    #expect(MarginScale("p10") == .percentile(10) && MarginScale("p2.5") == .percentile(2.5))
    #expect(MarginScale("0.5") == .value(0.5))
    for text in ["p0", "p101", "-1", "0", "nan", "inf", "", "p", "x"] { #expect(MarginScale(text) == nil, "\(text)") }
  }

  @Test("p10 of positive margins 1 … 11 is 2; of none it is nil; non-positive margins do not count") func resolve() {
    let margins = (1...11).map(Double.init) + [-5, 0]
    #expect(MarginScale.percentile(10).resolve(trainingMargins: margins) == 2)
    #expect(MarginScale.percentile(10).resolve(trainingMargins: [-1, 0]) == nil)
    #expect([1.0, 2, 4].percentile(75) == 3)
  }
}
