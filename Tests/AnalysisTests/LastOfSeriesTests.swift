import Checkpoints
import Testing

@testable import Analysis

@Suite struct LastOfSeriesTests {
  private func analysis(
    _ label: String, _ series: String = "run", epoch: Int? = nil, step: Int? = nil, copyOf original: String? = nil
  ) -> CheckpointAnalysis {
    CheckpointAnalysis(
      file: CheckpointFile(path: label, label: label, series: series, epoch: epoch, step: step), sha256: "",
      duplicateOf: original, layers: [], reading: ModelReading(), radii: [], bounds: [])
  }

  @Test("the largest epoch, then step, wherever it stands") func numbers() {
    let analyses = [
      analysis("a", epoch: 3, step: 10), analysis("b", epoch: 3, step: 9), analysis("c", epoch: 2, step: 99),
      analysis("best"),
    ]
    #expect(analyses.lastOfSeries.map(\.file.label) == ["a"])
  }

  @Test("without numbers the one that stands last; series in the order of their first checkpoint") func order() {
    let analyses = [analysis("a", "x"), analysis("b", "y"), analysis("c", "x")]
    #expect(analyses.lastOfSeries.map(\.file.label) == ["c", "b"])
  }

  @Test("a byte copy is not the last one") func copies() {
    let analyses = [analysis("a", epoch: 1), analysis("b", epoch: 2, copyOf: "a")]
    #expect(analyses.lastOfSeries.map(\.file.label) == ["a"])
    #expect([CheckpointAnalysis]().lastOfSeries.isEmpty)
  }
}
