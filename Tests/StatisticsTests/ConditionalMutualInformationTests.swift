import Testing

@testable import Statistics

@Suite struct ConditionalMutualInformationTests {
  @Test("the same order: I = H, normalized 1; the opposite order tells as much") func agreement() {
    let levels = [[0], [0], [0]]
    for predictor in [[1.0, 2, 3], [3, 2, 1]] {
      let information = ConditionalMutualInformation(
        ConfiguredRuns(levels: levels, predictor: predictor, gap: [0.1, 0.2, 0.3]))
      #expect(abs(information!.minimum!.normalized! - 1) < 1e-15)
    }
  }

  @Test("a hyper-parameter that tells the order of the gap: H = 0, its set is undefined and left out") func explained() {
    let runs = ConfiguredRuns(levels: [[0], [1], [2]], predictor: [1, 3, 2], gap: [0.1, 0.2, 0.3])
    let information = ConditionalMutualInformation(runs)!
    #expect(information.conditions.map(\.hyperparameters) == [[], [0]])
    #expect(information.conditions[1].normalized == nil && information.minimum?.hyperparameters == [])
  }

  /// Orders (V, W) over the six ordered pairs: (1, 1) and (0, 0) twice each, (1, 0) and (0, 1) once each. Each cell's sum of row and
  /// column is 3: I = (2/3) ln(2 · 6/9) + (1/3) ln(6/9) = (5/3) ln 2 − ln 3, H = ln 2.
  @Test("ranks (1, 2, 3) and (1, 3, 2): I/H = 5/3 − ln 3/ln 2 = 0.0817") func hand() {
    let runs = ConfiguredRuns(levels: [[0], [0], [0]], predictor: [1, 2, 3], gap: [1, 3, 2])
    let expected = 5.0 / 3 - 1.584_962_500_721_156
    #expect(abs(ConditionalMutualInformation(runs)!.minimum!.normalized! - expected) < 1e-14)
  }

  @Test("sets of at most two of three: 1 + 3 + 3; two runs are too few") func sets() {
    let levels = [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]
    let runs = ConfiguredRuns(levels: levels, predictor: [1, 2, 3, 4], gap: [4, 2, 1, 3])
    #expect(ConditionalMutualInformation(runs)?.conditions.count == 7)
    #expect(ConditionalMutualInformation(ConfiguredRuns(levels: [[0], [1]], predictor: [1, 2], gap: [1, 2])) == nil)
  }
}
