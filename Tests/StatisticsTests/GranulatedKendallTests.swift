import Testing

@testable import Statistics

@Suite struct GranulatedKendallTests {
  @Test("2 × 2: cells of the first have τ = 1 and −1, ψ = 0; of the second 1 and 1, ψ = 1; Ψ = (0 + 1)/2") func hand() {
    let runs = ConfiguredRuns(
      levels: [[0, 0], [1, 0], [0, 1], [1, 1]], predictor: [1, 2, 3, 4], gap: [0.1, 0.2, 0.4, 0.3])
    let ψ = GranulatedKendall(runs)
    #expect(ψ.coefficients.map(\.value) == [0, 1] && ψ.mean == 0.5)
    #expect(ψ.coefficients.map(\.eligibleCells) == [2, 2] && ψ.coefficients.map(\.finiteCells) == [2, 2])
  }

  @Test("a cell with one value is not eligible, one with a constant gap is, but has no τ") func cells() {
    let runs = ConfiguredRuns(
      levels: [[0, 0], [1, 0], [0, 1], [1, 1], [0, 2]], predictor: [1, 2, 3, 4, 5], gap: [0.1, 0.2, 0.3, 0.3, 0.5])
    let first = GranulatedKendall(runs).coefficients[0]
    #expect(first == .init(value: 1, eligibleCells: 2, finiteCells: 1))
  }

  @Test("replicates (1, 3) and (2, 6) of two configurations have the means 2 and 4") func averaged() {
    let runs = ConfiguredRuns(levels: [[0], [1], [0], [1]], predictor: [1, 2, 3, 6], gap: [1, 1, 1, 1]).averaged
    #expect(runs.levels == [[0], [1]] && runs.predictor == [2, 4] && runs.gap == [1, 1])
  }

  @Test("no runs: no coefficients, no mean") func empty() {
    let ψ = GranulatedKendall(ConfiguredRuns(levels: [], predictor: [], gap: []))
    #expect(ψ.coefficients.isEmpty && ψ.mean == nil)
  }
}
