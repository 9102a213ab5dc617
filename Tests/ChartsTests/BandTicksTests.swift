import Testing

@testable import Charts

@Suite struct BandTicksTests {
  @Test func sharedWordsAreLeftOut() {
    #expect(
      BandTicks.distinctParts(["block.17.weight", "block.2.weight", "block.18.weight"]) == ["…17…", "…2…", "…18…"])
    #expect(BandTicks.distinctParts(["standard/epoch-10.pt", "robust/epoch-10.pt"]) == ["standard…", "robust…"])
    #expect(BandTicks.distinctParts(["epoch-010", "epoch-011"]) == ["…010", "…011"])
  }

  @Test func namesThatShareNoWordStay() {
    #expect(BandTicks.distinctParts(["first", "fifth"]) == ["first", "fifth"])
    #expect(BandTicks.distinctParts(["a.b"]) == ["a.b"])
    #expect(BandTicks.distinctParts(["a.b", "a.b"]) == ["…b", "…b"])
  }

  @Test("bands 4 wide, labels 14 wide: every fourth")
  func thinning() {
    #expect(BandTicks.thinning(bandWidth: 4, labelExtent: 14) == 4)
    #expect(BandTicks.thinning(bandWidth: 40, labelExtent: 14) == 1)
  }

  @Test func shortenedNamesAreSaidOnHovering() {
    let ticks = BandTicks.ticks(["a", "block.weight"], as: ["a", "…weight"], every: 1, width: 100)
    #expect(ticks.map(\.fullLabel) == [nil, "block.weight"])
  }
}
