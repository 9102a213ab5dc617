import Analysis
import TestSupport
import Testing

@testable import Reporting

@Suite("JSON Lines report")
struct JSONLinesReportTests {
  @Test("every line is one object; together they hold what the document holds", arguments: 0..<4)
  func lines(index: Int) throws {
    let report = try Sample.all()[index]
    let lines = try JSONLinesReport.render(report).split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    let document = try JSONValue(parsing: JSONReport.render(report))
    #expect(lines[0]["record"] == .string("report"))
    for key in ["schema_version", "gapbound_version", "command", "readings", "warnings", "parameters"] {
      #expect(lines[0][key] == document[key] && lines[0][key] != nil, "\(key)")
    }
    for (record, key) in [("checkpoint", "checkpoints"), ("exhibit", "exhibits"), ("coverage", "coverage")] {
      let found = lines.filter { $0["record"] == .string(record) }.map { $0.without("record") }
      #expect(found == document[key]?.elements, "\(key)")
    }
    #expect(lines.last?.without("record") == document["statistics"])
  }

  @Test("a certification has a line for each model, sample and ball")
  func certification() throws {
    let report = SampleCertification.usual
    let records = try JSONLinesReport.render(report).split(separator: "\n").map {
      try JSONValue(parsing: String($0))["record"]
    }
    #expect(records.first == .string("certification"))
    #expect(records.count { $0 == .string("model") } == report.models.count)
    #expect(records.count { $0 == .string("sample") } == report.samples.count)
  }
}

extension JSONValue {
  fileprivate func without(_ key: String) -> JSONValue {
    guard case .object(var members) = self else { return self }
    members[key] = nil
    return .object(members)
  }
}
