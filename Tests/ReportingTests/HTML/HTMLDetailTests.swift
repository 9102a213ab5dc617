import Bounds
import TestSupport
import Testing

@testable import Analysis
@testable import Reporting

@Suite("Detail of every checkpoint inside the HTML report")
struct HTMLDetailTests {
  private func details(_ report: AnalysisReport) throws -> JSONValue {
    try JSONValue(parsing: try #require(embeddedJSON(HTMLReport.render(report))))
  }

  /// Six significant digits: within 5e-6 to nearest, within 1e-5 upward, and a rounding of the double.
  private func expectClose(_ json: JSONValue?, _ x: Double?, sourceLocation: SourceLocation = #_sourceLocation) {
    guard let x, x.isFinite else {
      // Nothing at all where the whole measurement is missing.
      return #expect(json == .null || json == nil, sourceLocation: sourceLocation)
    }
    guard case .number(let read)? = json else {
      Issue.record("\(String(describing: json)) for \(x)", sourceLocation: sourceLocation)
      return
    }
    #expect(abs(read - x) <= 1.0001e-5 * abs(x), sourceLocation: sourceLocation)
  }

  @Test("agrees with the report: identity, layers, risks, percentiles, terms, measures")
  func agrees() throws {
    let report = try LargeReport.report(checkpoints: 9, radii: [0, 0.001])
    let json = try details(report)
    let groups = report.entriesByCheckpoint
    #expect(json["checkpoints"]?.elements.count == groups.count)
    for (entries, one) in zip(groups, json["checkpoints"]?.elements ?? []) {
      let analysis = entries[0].analysis
      #expect(one[0] == .string(analysis.file.label) && one[1] == .string(analysis.file.path))
      #expect(one[4] == .string(analysis.sha256))
      #expect(one[11]?.elements.count == analysis.layers.count)
      for (layer, row) in zip(analysis.layers, one[11]?.elements ?? []) {
        expectClose(row[3], layer.norms.spectralNorm.value)
        expectClose(row[10], layer.outputPairDistance?.value)
      }
      for (entry, setting) in zip(entries, one[12]?.elements ?? []) { compare(entry.analysis, setting, json) }
    }
  }

  private func compare(_ analysis: CheckpointAnalysis, _ setting: JSONValue, _ json: JSONValue) {
    expectClose(setting[0], analysis.marginScale)
    for (index, row) in RiskTable.rows.enumerated() {
      expectClose(setting[1]?[index], analysis.train.flatMap(row.value))
      expectClose(setting[2]?[index], analysis.test.flatMap(row.value))
    }
    for (index, bound) in analysis.bounds.enumerated() {
      #expect(json["bounds"]?[index]?[0] == .string(bound.key))
      expectClose(setting[4]?[index]?[0], bound.total?.value)
      expectClose(setting[4]?[index]?[1], bound.sampleCountNeeded)
      for (place, term) in bound.terms.enumerated() {
        #expect(json["bounds"]?[index]?[3]?[place] == .string(term.key))
        expectClose(setting[4]?[index]?[2]?[place], term.value.value)
      }
    }
  }

  @Test("what does not depend on the radii stands once: 0 at the second setting")
  func once() throws {
    let settings = try details(LargeReport.report(checkpoints: 1, radii: [0, 0.001]))["checkpoints"]?[0]?[12]
    #expect(settings?[0]?[5]?.elements.count == 12)
    #expect(settings?[1]?[3] == .number(0) && settings?[1]?[5] == .number(0))
  }

  @Test("a bound beyond the doubles is a string, one that does not apply the index of its reason, a copy empty")
  func special() throws {
    let json = try details(Sample.awkward())
    let bounds = json["checkpoints"]?[2]?[12]?[0]?[4]
    #expect(bounds?[0]?[0]?.text?.hasSuffix("e601") == true, "\(String(describing: bounds?[0]?[0]))")
    guard case .number(let reason)? = bounds?[1] else { return #expect(Bool(false), "no reason") }
    #expect(json["texts"]?[Int(reason)]?.text == "no biases | please,\n\"thanks\"")
    let copy = try details(Sample.usual())["checkpoints"]?[2]
    #expect(copy?[5] == .string("epoch-2.pt") && copy?[11] == .array([]) && copy?[12] == .array([]))
  }

  @Test("counts are whole: 1,281,167 samples")
  func counts() throws {
    var risk = Sample.risk(error: 0.1)
    risk.count = 1_281_167
    let json = try details(Sample.report([try Sample.checkpoint("a.pt", train: risk)]))
    #expect(json["checkpoints"]?[0]?[12]?[0]?[1]?[0] == .number(1_281_167))
  }

  @Test("1,000 checkpoints, 11 bounds and 12 measures stay below 5 MB: the page grows evenly")
  func size() throws {
    let all = boundCatalogue + sampleBounds + [SampleFifth.self, SampleSixth.self]
    let bounds = Array((all + all).prefix(11))
    let sizes = try [50, 100].map { count in
      HTMLReport.render(try LargeReport.report(checkpoints: count, radii: [0.001], bounds: bounds)).utf8.count
    }
    let size = sizes[1] + 18 * (sizes[1] - sizes[0])
    #expect(size < 5_000_000, "\(size) bytes")
  }
}
