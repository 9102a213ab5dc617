import Analysis
import Testing

@testable import Reporting

@Suite("Entries of a report")
struct ReportEntryTests {
  @Test("checkpoints come by setting of the radii, and are found by checkpoint")
  func settings() throws {
    let report = try Sample.usual()
    #expect(report.entries.map(\.radiusIndex) == [0, 0, 0, 1, 1, 1])
    let groups = report.entriesByCheckpoint
    #expect(groups.map { $0.map(\.radiusIndex) } == [[0, 1], [0, 1], [0, 1]])
    #expect(groups.map { $0[1].analysis.file.label } == ["epoch-1.pt", "epoch-2.pt", "best.pt"])
  }

  @Test("a run without radii has no index, an empty one no entry")
  func without() throws {
    #expect(try Sample.norms().entries.map(\.radiusIndex) == [nil])
    #expect(try Sample.norms().isNormsOnly)
    #expect(Sample.empty.entries.isEmpty)
    #expect(Sample.empty.entriesByCheckpoint.isEmpty)
  }
}
