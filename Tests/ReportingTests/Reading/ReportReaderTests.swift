import Analysis
import Foundation
import MatrixNorms
import TestSupport
import Testing

@testable import Reporting

@Suite("Reading reports back")
struct ReportReaderTests {
  private func restored(_ report: AnalysisReport, as format: any ReportExporter.Type) throws -> AnalysisReport {
    let folder = try TemporaryFolder()
    return try ReportReader.read(folder.write(report.rendered(as: format), "report.\(format.fileExtension)"))
  }

  @Test("a report read back gives the same text in every format", arguments: [0, 2, 3])
  func roundTrip(index: Int) throws {
    let report = try Sample.all()[index]
    for source: any ReportExporter.Type in [JSONLinesReport.self, JSONReport.self] {
      let again = try restored(report, as: source)
      for format in reportFormatCatalogue {
        #expect(again.rendered(as: format) == report.rendered(as: format), "\(source.name) to \(format.name)")
      }
    }
  }

  @Test("numbers beyond the doubles come back through their logarithms, to 12 of 15 digits of a log₁₀ of 601")
  func awkward() throws {
    let report = try Sample.awkward()
    let again = try restored(report, as: JSONLinesReport.self)
    let (total, restored) = (report.checkpoints[0].bounds[0].total, again.checkpoints[0].bounds[0].total)
    // log₁₀ as written has an error of 2⁻⁵³ · 602 < 7e-14; as many come from its conversion and from each of four terms.
    #expect(abs(try #require(restored).log10 - #require(total).log10) < 1e-12)
    #expect(again.checkpoints[1].bounds[0].reason == report.checkpoints[1].bounds[0].reason)
    #expect(again.checkpoints[0].train?.crossEntropy == .infinity)
    #expect(again.checkpoints[0].file.label == report.checkpoints[0].file.label)
    #expect(again.checkpoints.map(\.measures) == report.checkpoints.map(\.measures))
  }

  @Test("exhibits come back")
  func exhibits() throws {
    var report = try Sample.usual()
    report.exhibits = [
      CheckpointExhibit(
        label: "run/a.pt", series: "run",
        spectra: [LayerSpectrum(layer: "fc1", count: 2, indices: [1, 2], values: [3, 0.1])],
        curves: [SampleCurve(radiusIndex: 1, bound: "theorem4", sampleCounts: [10, 1e30], log10Totals: [400.5, -3])])
    ]
    report.warnings = ["look"]
    for format: any ReportExporter.Type in [JSONLinesReport.self, JSONReport.self] {
      let again = try restored(report, as: format)
      #expect(again.exhibits == report.exhibits && again.warnings == report.warnings)
    }
  }

  private func error(_ text: String, _ name: String = "report.jsonl") throws -> String {
    let folder = try TemporaryFolder()
    let path = try folder.write(text, name)
    let error = #expect(throws: ReportReadError.self) { _ = try ReportReader.read(path) }
    return error.map { "\($0)".replacing(path, with: name) } ?? ""
  }

  private func lines() throws -> [String] {
    try JSONLinesReport.render(Sample.usual()).split(separator: "\n").map(String.init)
  }

  @Test("an empty file") func empty() throws {
    #expect(try error("") == "report.jsonl: the file is empty")
    #expect(try error("\n\n") == "report.jsonl: the file is empty")
  }

  @Test("a file that is missing") func missing() throws {
    let error = #expect(throws: ReportReadError.self) { _ = try ReportReader.read("no/such.jsonl") }
    #expect(error?.description.hasPrefix("no/such.jsonl: ") == true)
  }

  @Test("a line that is cut off") func cutOff() throws {
    let all = try lines()
    let text = try error(all[0] + "\n" + all[1].dropLast(10))
    #expect(text.hasPrefix("report.jsonl: line 2: "))
  }

  @Test("a key that is gone, a number where a text stands") func wrongShape() throws {
    let all = try lines()
    #expect(
      try error(all[0] + "\n" + all[1].replacing("\"sha256\":", with: "\"sha257\":"))
        == "report.jsonl: line 2: the key \"sha256\" is missing")
    #expect(
      try error(all[0] + "\n" + all[1].replacing("\"series\":\"run\"", with: "\"series\":7"))
        == "report.jsonl: line 2: series: expected String")
  }

  @Test("another version of the contract") func otherVersion() throws {
    let text = try lines()[0].replacing("\"schema_version\":1", with: "\"schema_version\":2")
    #expect(
      try error(text) == "report.jsonl: written for version 2 of the JSON contract; this gapbound reads version 1")
  }

  @Test("checkpoints before the report, a second report, a report of certify") func order() throws {
    let all = try lines()
    #expect(try error(all[1]) == "report.jsonl: line 1 is a record \"checkpoint\"; expected \"report\"")
    #expect(
      try error(all[0] + "\n" + all[0])
        == "report.jsonl: line 2: a second report begins; give one file for each")
    #expect(
      try error(JSONLinesReport.render(SampleCertification.usual)).contains("a report of certify; only reports of"))
  }

  @Test("radii and checkpoints that do not fit, a δ of 7, a status that nobody knows") func inconsistent() throws {
    let all = try lines()
    let end = "\n" + (all.last ?? "")
    #expect(try error(all[0] + "\n" + all[1] + end).contains("make no sense"))
    #expect(
      try error(all[0].replacing("\"failure_probability\":0.01", with: "\"failure_probability\":7") + end).contains(
        "make no sense"))
    #expect(
      try error(all.joined(separator: "\n").replacing("\"status\":\"failed\"", with: "\"status\":\"eaten\"")).contains(
        "make no sense"))
  }

  @Test("a bomb of brackets") func deep() throws {
    #expect(try error(String(repeating: "[", count: 100_000)).hasPrefix("report.jsonl: line 1: "))
  }

  @Test("negative norms, numbers of absurd size") func absurd() throws {
    let text = try lines().joined(separator: "\n").replacing(
      /"(log10_value|value|spectral_norm|frobenius_norm)":[-0-9.e]+/, with: { "\"\($0.output.1)\":-1e308" })
    let folder = try TemporaryFolder()
    let report = try ReportReader.read(folder.write(text, "report.jsonl"))
    for format in reportFormatCatalogue { #expect(!report.rendered(as: format).isEmpty) }
  }

  @Test("records of a later version are passed over") func laterRecords() throws {
    var all = try lines()
    all.insert("{\"record\":\"verdict\",\"gate\":\"passed\"}", at: 1)
    let folder = try TemporaryFolder()
    let report = try ReportReader.read(folder.write(all.joined(separator: "\n"), "report.jsonl"))
    #expect(report.checkpoints.count == 6)
  }
}
