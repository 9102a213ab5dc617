import Analysis
import Bounds
import Testing

@testable import Reporting

@Suite("Markdown report")
struct MarkdownReportTests {
  @Test("the usual report, word for word")
  func golden() throws { try expectGolden(MarkdownReport.render(Sample.usual()), "report.md") }

  @Test("the awkward report, word for word")
  func goldenAwkward() throws { try expectGolden(MarkdownReport.render(Sample.awkward()), "awkward.md") }

  @Test("the report of norms, word for word")
  func goldenNorms() throws { try expectGolden(MarkdownReport.render(Sample.norms()), "norms.md") }
}
