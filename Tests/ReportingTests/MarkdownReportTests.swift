import Analysis
import Bounds
import MatrixNorms
import Testing

@testable import Reporting

@Suite("Markdown report")
struct MarkdownReportTests {
  @Test("the usual report, word for word")
  func usual() throws { try expectGolden(MarkdownReport.render(Sample.usual()), "report.md") }

  @Test("runs with hyper-parameters, the statistics word for word")
  func configured() throws {
    let report = try Sample.configured()
    let blocks =
      StatisticsSection.blocks(report) + StatisticsSection.details(report) + ConfigurationSection.blocks(report)
    try expectGolden(MarkdownReport.text(blocks), "statistics.md")
  }

  @Test("the awkward report, word for word")
  func awkward() throws { try expectGolden(MarkdownReport.render(Sample.awkward()), "awkward.md") }

  @Test("the report of norms, word for word")
  func norms() throws { try expectGolden(MarkdownReport.render(Sample.norms()), "norms.md") }

  @Test("nothing analysed: the coverage says why")
  func empty() {
    let text = MarkdownReport.render(Sample.empty)
    #expect(text.contains("Nothing was analysed"))
    #expect(text.contains("| x    |        | failed | no known format |"))
    #expect(MarkdownReport.overview(Sample.empty) == "")
  }

  @Test("every table has the same number of cells in every row", arguments: 0..<5)
  func tables(index: Int) throws {
    let lines = try MarkdownReport.render(Sample.all()[index]).split(separator: "\n", omittingEmptySubsequences: false)
    for table in lines.split(whereSeparator: { !$0.hasPrefix("|") }) {
      let cells = table.map { $0.replacing("\\|", with: "").count { $0 == "|" } }
      #expect(Set(cells).count == 1, "\(table.first ?? "")")
    }
  }

  @Test("every fold is closed", arguments: 0..<5)
  func folds(index: Int) throws {
    let text = try MarkdownReport.render(Sample.all()[index])
    #expect(text.components(separatedBy: "<details>\n").count == text.components(separatedBy: "</details>\n").count)
  }

  @Test("the overview fits on a terminal, and is part of the report")
  func overview() throws {
    let overview = try MarkdownReport.overview(Sample.usual())
    let report = try MarkdownReport.render(Sample.usual())
    let table = overview.split(separator: "\n").filter { $0.hasPrefix("|") }
    #expect(table.map(\.count).max() ?? 0 <= 150)
    #expect(table.allSatisfy { report.contains($0) })
    #expect(!overview.contains("<details>"))
  }

  @Test("a bound below 1 is named; without vacuous bounds the report says so")
  func informative() throws {
    let small = sampleBounds.map { BoundEvaluation($0, on: Sample.evidence(spectralNorm: UpperBound(0.02))) }
    let text = try overview(bounds: small)
    #expect(text.contains("`theorem4-tight` is below 1, so not vacuous, for a.pt."))
    #expect(text.contains("All other bounds here are vacuous"))
    let tiny = sampleBounds.map { BoundEvaluation($0, on: Sample.evidence(spectralNorm: .zero)) }
    #expect(try overview(bounds: tiny).contains("No bound here is vacuous"))
  }

  private func overview(bounds: [BoundEvaluation]) throws -> String {
    let risk = Sample.risk(error: 0.1)
    return MarkdownReport.overview(
      Sample.report([try Sample.checkpoint("a.pt", train: risk, test: risk, bounds: bounds)]))
  }

  @Test("bounds that do not apply are named with their reason")
  func notApplicable() throws {
    let overview = try MarkdownReport.overview(Sample.awkward())
    #expect(overview.contains("- n/a for c.pt: no biases \\| please, \"thanks\".\n"))
    #expect(overview.contains("- n/a (`theorem4-tight`, `theorem4-yin-constants`) for d.pt: no biases"))
    #expect(overview.contains("Every bound that applies here is vacuous"))
  }

  @Test("series get tables of their own")
  func series() throws {
    let risk = Sample.risk(error: 0.1)
    let text = MarkdownReport.overview(
      Sample.report(try ["one", "two|2"].map { try Sample.checkpoint("a.pt", series: $0, train: risk, test: risk) }))
    #expect(text.contains("### ε = 0 (weights as they are), series one\n"))
    #expect(text.contains("### ε = 0 (weights as they are), series two\\|2\n"))
  }

  @Test("rank statistics that are undefined are a sentence")
  func undefinedStatistics() throws {
    let risk = Sample.risk(error: 0.1)
    let one = MarkdownReport.overview(Sample.report([try Sample.checkpoint("a.pt", train: risk, test: risk)]))
    #expect(
      one.contains(
        "undefined here: they need two checkpoints that differ in the bound and in the gap, and there is one"))
    let tied = MarkdownReport.overview(
      Sample.report(try ["a", "b"].map { try Sample.checkpoint($0, train: risk, test: risk) }))
    #expect(tied.contains("all are tied."))
  }

  @Test("a negative correlation is pointed out")
  func negative() throws {
    let rows = [(4.0, 0.3), (5.0, 0.2)]
    let text = MarkdownReport.overview(
      Sample.report(
        try rows.map { norm, test in
          try Sample.checkpoint(
            "\(norm)", train: Sample.risk(error: 0.1), test: Sample.risk(error: test),
            bounds: sampleBounds.map { BoundEvaluation($0, on: Sample.evidence(spectralNorm: UpperBound(norm))) })
        }))
    #expect(text.contains("τ-b is negative for `theorem4` (error)"))
    #expect(text.contains("there a larger bound goes with a smaller gap"))
  }

  @Test("what is said about γ and ε follows the data")
  func sentences() throws {
    let usual = try MarkdownReport.render(Sample.usual())
    #expect(usual.contains("γ is percentile 10 of the positive training margins"))
    #expect(usual.contains("that is allowed by `theorem4-posthoc` only"))
    #expect(usual.contains("for each sample the worst weights in the ball"))
    #expect(!usual.contains("ε = 0 everywhere"))
    var given = Sample.report([
      try Sample.checkpoint("a.pt", train: Sample.risk(error: 0.1), test: Sample.risk(error: 0.2))
    ])
    given.parameters.marginScale = .value(0.5)
    let text = MarkdownReport.render(given)
    #expect(text.contains("γ = 0.5 was given."))
    #expect(text.contains("ε = 0 everywhere"))
    #expect(!text.contains("weights in the ball"))
  }

  @Test("a long list of what was analysed is folded")
  func longCoverage() throws {
    var report = try Sample.norms()
    report.coverage = (0..<11).map { .init(path: "m", tensor: "t\($0)", status: .analysed, reason: "layer") }
    #expect(MarkdownReport.render(report).contains("<summary>11 lines of what was analysed</summary>"))
  }

  @Test("more bounds than fit get a table of their own")
  func manyBounds() throws {
    let evidence = Sample.evidence()
    let more = [BoundEvaluation(SampleFifth.self, on: evidence), BoundEvaluation(SampleSixth.self, on: evidence)]
    let text = try overview(bounds: sampleBounds.map { BoundEvaluation($0, on: evidence) } + more)
    let headers = text.split(separator: "\n").filter { $0.hasPrefix("| checkpoint") }
    #expect(headers.count == 2)
    #expect(headers.first?.contains("fifth") == true)
    #expect(headers.last?.contains("sixth") == true)
  }

  @Test("bounds of the network as it is get a table of their own, whose names need no other table")
  func companions() throws {
    let evaluations = boundCatalogue.map { BoundEvaluation($0, on: Sample.evidence(radius: 0.001)) }
    let risk = Sample.risk(error: 0.1)
    let report = Sample.report(
      [try Sample.checkpoint("a.pt", radius: 0.001, train: risk, test: risk, bounds: evaluations)],
      radii: [.uniform(0.001, layers: nil)])
    let text = MarkdownReport.render(report).replacing(#/ +/#, with: " ")
    let headers = text.split(separator: "\n").filter { $0.hasPrefix("| checkpoint |") }
    #expect(headers.count == 2)
    #expect(headers[0].hasSuffix("| theorem4 | …-tight | …-posthoc | …-yin-constants | n* |"))
    #expect(
      headers[1] == "| checkpoint | bartlett-2017 | …-reference | neyshabur-2018 | golowich-2018-frobenius "
        + "| golowich-2018-l1 | neyshabur-2015-l1 | neyshabur-2015-frobenius |")
    #expect(text.contains("`…-reference` (bartlett-2017-reference)"))
    #expect(text.contains("n/a (`bartlett-2017-reference`) for a.pt: no reference"))
    #expect(text.contains("`neyshabur-2015-frobenius` bound the error of the network as it is, whatever ε"))
    #expect(text.contains("`neyshabur-2018`: **any weights**"))
    #expect(text.contains("| bartlett-2017 | **total** |") && text.contains("over the test error |"))
  }
}
