import Analysis
import Foundation
import TestSupport
import Testing

@testable import Reporting

@Suite("CSV report")
struct CSVReportTests {
  @Test("the usual report, cell for cell")
  func usual() throws {
    // LAPACK's last digits differ from processor to processor.
    let rendered = try CSVReport.render(Sample.usual())
    let (rows, expected) = (parsedCSV(rendered), parsedCSV(try golden(rendered, "report.csv")))
    #expect(rows.count == expected.count)
    for (row, expectedRow) in zip(rows, expected) {
      #expect(row.count == expectedRow.count)
      for (cell, wanted) in zip(row, expectedRow) where cell != wanted {
        let (x, y) = (try #require(Double(cell), "\(cell) is not \(wanted)"), try #require(Double(wanted)))
        #expect(abs(x - y) <= 1e-12 * abs(y))
      }
    }
  }

  @Test("fields are quoted as in RFC 4180")
  func quoting() {
    #expect(CSVReport.quoted("plain") == "plain")
    #expect(CSVReport.quoted("a,b") == "\"a,b\"")
    #expect(CSVReport.quoted("a\"b") == "\"a\"\"b\"")
    #expect(CSVReport.quoted("a\r\nb") == "\"a\r\nb\"")
    #expect(CSVReport.quoted("a\nb") == "\"a\nb\"")
    #expect(CSVReport.quoted("a\rb") == "\"a\rb\"")
  }

  @Test("every row has a cell for every column", arguments: 0..<4)
  func rectangular(index: Int) throws {
    let report = try Sample.all()[index]
    let rows = parsedCSV(CSVReport.render(report))
    #expect(rows.count == report.checkpoints.count + 1)
    #expect(Set(rows.map(\.count)).count == 1)
    #expect(Set(rows[0]).count == rows[0].count, "a column name occurs twice")
  }

  @Test("labels survive, null is empty")
  func cells() throws {
    let rows = parsedCSV(CSVReport.render(try Sample.awkward()))
    func cell(_ row: Int, _ name: String) throws -> String { rows[row][try #require(rows[0].firstIndex(of: name))] }
    #expect(try cell(1, "label") == "a,\"b\"|c\r\nd.pt")
    #expect(try cell(1, "train_cross_entropy [nat]") == "")
    #expect(try cell(1, "test_error") == "")
    #expect(try cell(1, "bounds_theorem4_value") == "")
    #expect(try cell(1, "bounds_theorem4_log10_value").hasPrefix("601.59"))
    #expect(try cell(2, "bounds_theorem4_status") == "not_applicable")
    #expect(try cell(2, "bounds_theorem4_reason") == "no biases | please,\n\"thanks\"")
    #expect(try cell(1, "epsilon") == "0 0")
    #expect(try cell(2, "epsilon") == "")
    #expect(try cell(1, "measures_spectral-norm-product_value") == "100")
    #expect(try cell(1, "measures_spectral-norm-product_log10_value") == "2")
    #expect(try cell(1, "measures_margin-p10_value") == "-0.25")
    #expect(try cell(1, "measures_margin-p10_log10_value") == "")
    #expect(try cell(2, "measures_spectral-norm-product_value") == "")
    #expect(try cell(2, "measures_spectral-norm-product_log10_value") == "601.5")
    #expect(try cell(2, "measures_path-norm-l1_value") == "0")
    #expect(try cell(2, "measures_path-norm-l1_log10_value") == "")
  }

  @Test("numbers are the shortest that read back", arguments: [0.1, 1e-300, 123456789.125, 5, -0.25, 1e22, .pi])
  func roundTrip(x: Double) throws {
    let text = try #require(shortest(x))
    #expect(Double(text) == x)
    #expect(text.count <= "\(x)".count)
  }

  @Test("header names are paths of the JSON report, and cells its values", arguments: 0..<4)
  func namesFollowJSON(index: Int) throws {
    let report = try Sample.all()[index]
    let rows = parsedCSV(CSVReport.render(report))
    let entries = try JSONValue(parsing: JSONReport.render(report))["checkpoints"]?.elements ?? []
    for (row, entry) in zip(rows.dropFirst(), entries) {
      let leaves = flattened(entry)
      for (header, cell) in zip(rows[0], row) {
        let name = header.split(separator: " [").first.map(String.init) ?? header
        // A column that another checkpoint has, or a member of a null, has no leaf here: then the cell is empty.
        #expect(leaves[name, default: ""] == cell, "\(name)")
      }
      let known = Set(rows[0].map { $0.split(separator: " [").first.map(String.init) ?? $0 })
      let missing = leaves.keys.filter { !known.contains($0) && !leaves[$0]!.isEmpty && !$0.hasSuffix("_note") }
      #expect(missing.isEmpty, "JSON values without a column")
    }
  }
}
