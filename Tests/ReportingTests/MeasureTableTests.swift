import Analysis
import Foundation
import Testing

@testable import Reporting

@Suite struct MeasureTableTests {
  private func rows(_ report: AnalysisReport, checkpoint: Int) -> [[String]] {
    let text = MeasureTable.blocks(report.entriesByCheckpoint[checkpoint], in: report).joined()
    return text.split(separator: "\n").dropFirst(2).map { line in
      line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast().map {
        $0.trimmingCharacters(in: .whitespaces)
      }
    }
  }

  @Test("one row for a measure, and one for each radius where it differs") func radii() throws {
    #expect(
      rows(try Sample.usual(), checkpoint: 0) == [
        ["spectral-norm-product", "100.0", "2.000", ""],
        ["margin-p10", "-0.2500", "–", "smaller is expected to go with a larger gap"],
        ["distance-to-initialization", "n/a", "", "no reference matrices: --reference FILE"],
        ["sharpness, ε = 0 (weights as they are)", "n/a", "", "all radii are 0"],
        ["sharpness, ε = 0.001 on all layers", "0.1000", "-1.000", ""],
      ])
  }

  @Test("a number beyond the doubles has its logarithm alone") func beyond() throws {
    #expect(rows(try Sample.awkward(), checkpoint: 1)[0] == ["spectral-norm-product", "–", "601.5", ""])
  }

  @Test("no measures, no table") func none() throws {
    let report = try Sample.norms()
    #expect(MeasureTable.blocks(report.entriesByCheckpoint[0], in: report).isEmpty)
  }
}
