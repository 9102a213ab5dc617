import TestSupport
import Testing

@testable import Analysis
@testable import Certification
@testable import Reporting

@Suite("Certification report in CSV")
struct CertificationColumnsTests {
  @Test("the usual report, cell for cell")
  func usual() throws { try expectGolden(CSVReport.render(SampleCertification.usual), "certification.csv") }

  @Test("header names are paths of the JSON report, and cells its values", arguments: 0..<4)
  func namesFollowJSON(index: Int) throws {
    let report = SampleCertification.all[index]
    let rows = parsedCSV(CSVReport.render(report))
    let samples = try JSONValue(parsing: JSONReport.render(report))["samples"]?.elements ?? []
    #expect(rows.count == samples.count + 1)
    #expect(Set(rows[0]).count == rows[0].count)
    for (row, sample) in zip(rows.dropFirst(), samples) {
      let leaves = flattened(sample)
      #expect(row.count == rows[0].count)
      for (name, cell) in zip(rows[0], row) { #expect(leaves[name, default: ""] == cell, "\(name)") }
      #expect(leaves.filter { !$0.value.isEmpty && !rows[0].contains($0.key) }.isEmpty, "JSON values without a column")
    }
  }

  @Test("one row for each model, ball and sample; −∞ is empty; names survive")
  func cells() throws {
    let rows = parsedCSV(CSVReport.render(SampleCertification.awkward))
    func cell(_ row: Int, _ name: String) throws -> String { rows[row][try #require(rows[0].firstIndex(of: name))] }
    #expect(rows.count == 1 + 12 * 4)
    #expect(try cell(4, "model") == "runs/a,\"b\"|c\r\nd.pt")
    #expect(try cell(4, "certified_margin_interval") == "" && cell(4, "certified_margin_linear") == "-98.75")
    #expect(try cell(25, "model") == "runs/tanh.pt" && cell(25, "ball") == "")
    #expect(try cell(13, "ball") == "1" && cell(13, "epsilon") == "")
  }
}
