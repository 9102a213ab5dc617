import Testing

@testable import Statistics

@Suite struct SpearmanRhoTests {
  @Test("x = (1, 2, 3), y = (1, 3, 2): ρ = 1 − 6 (0 + 1 + 1)/(3 · 8) = 1/2") func hand() {
    #expect(abs(spearmanRho([1, 2, 3], [1, 3, 2])! - 0.5) < 1e-15)
  }

  @Test("mean ranks of (5, 1, 5, 2) are (3.5, 1, 3.5, 2), centred and doubled (2, −3, 2, −1)") func ranks() {
    let sample = PairedSample([5, 1, 5, 2], [1, 2, 3, 4])
    let same = Resamples(sample)
    let byOrigin = Dictionary(uniqueKeysWithValues: zip(sample.origins, sample.xRanks.map { same.x.centred[$0][0] }))
    #expect((0..<4).map { byOrigin[$0] } == [2, -3, 2, -1])
    #expect(same.x.tied[0] == 1 && same.x.squares[0] == 18)
  }
}
