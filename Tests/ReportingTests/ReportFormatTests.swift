import Analysis
import Testing

@testable import Reporting

@Suite("Report formats")
struct ReportFormatTests {
  @Test("names and extensions are unique, summaries one line")
  func catalogue() {
    #expect(reportFormatCatalogue.map { $0.name } == ["md", "csv", "json"])
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
    let report = try Sample.all()[index]
    for format in reportFormatCatalogue {
      let text = format.render(report)
      #expect(text.hasSuffix("\n"), "\(format.name)")
      #expect(text == format.render(report), "\(format.name)")
    }
  }
}
