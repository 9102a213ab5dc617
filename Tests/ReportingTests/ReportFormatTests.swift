import Analysis
import Testing

@testable import Reporting

@Suite("Report formats")
struct ReportFormatTests {
  @Test("names and extensions are unique, summaries one line")
  func catalogue() {
    #expect(reportFormatCatalogue.map { $0.name } == ["md", "csv", "json", "jsonl", "html", "tex"])
    #expect(Set(reportFormatCatalogue.map { $0.fileExtension }).count == reportFormatCatalogue.count)
    #expect(reportFormatCatalogue.allSatisfy { !$0.summary.isEmpty && !$0.summary.contains("\n") })
  }

  @Test("are found by name")
  func named() {
    #expect(reportFormat(named: "csv")?.fileExtension == "csv")
    #expect(reportFormat(named: "xml") == nil)
  }

  @Test("every format ends in a line break and renders the same twice", arguments: 0..<4)
  func renders(index: Int) throws {
    let reports: [any Report] = [try Sample.all()[index], SampleCertification.all[index]]
    for (report, format) in reports.flatMap({ report in reportFormatCatalogue.map { (report, $0) } }) {
      let text = report.rendered(as: format)
      #expect(text.hasSuffix("\n"), "\(format.name)")
      #expect(text == report.rendered(as: format), "\(format.name)")
    }
  }
}
