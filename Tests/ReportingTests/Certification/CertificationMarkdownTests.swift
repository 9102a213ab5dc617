import Testing

@testable import Analysis
@testable import Certification
@testable import Reporting

@Suite("Certification report in Markdown")
struct CertificationMarkdownTests {
  @Test("the usual report, word for word")
  func usual() throws { try expectGolden(MarkdownReport.render(SampleCertification.usual), "certification.md") }

  @Test("the awkward report, word for word")
  func awkward() throws {
    try expectGolden(MarkdownReport.render(SampleCertification.awkward), "certification-awkward.md")
  }

  @Test("every table has the same number of cells in every row, every fold is closed", arguments: 0..<4)
  func tables(index: Int) {
    let text = MarkdownReport.render(SampleCertification.all[index])
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for table in lines.split(whereSeparator: { !$0.hasPrefix("|") }) {
      let cells = table.map { $0.replacing("\\|", with: "").count { $0 == "|" } }
      #expect(Set(cells).count == 1, "\(table.first ?? "")")
    }
    #expect(text.components(separatedBy: "<details>\n").count == text.components(separatedBy: "</details>\n").count)
    #expect(!text.contains("\n\n\n"))
  }

  @Test("nothing certified: the coverage says why")
  func empty() {
    let text = MarkdownReport.render(SampleCertification.empty)
    #expect(text.contains("Nothing was certified; the coverage table says why."))
    #expect(text.contains("| x    |        | failed | no known format |"))
    #expect(!text.contains("## Results"))
    #expect(MarkdownReport.overview(SampleCertification.empty) == "")
  }

  @Test("the overview is part of the report and has no fold")
  func overview() {
    let overview = MarkdownReport.overview(SampleCertification.usual)
    #expect(MarkdownReport.render(SampleCertification.usual).contains(overview))
    #expect(!overview.contains("<details>"))
  }

  @Test("without balls: no guide, no radii, no sentence about new samples")
  func searchOnly() {
    let text = MarkdownReport.render(SampleCertification.searchOnly)
    #expect(text.contains("No ball of weights was examined; clean accuracy 91.67 %."))
    #expect(text.contains("at least 50 % of the samples (percentile 50) are certified up to 0.00275."))
    for absent in ["## How to read", "## New samples", "## Radii", "**ball**", "## Samples"] {
      #expect(!text.contains(absent), "\(absent)")
    }
  }

  /// A report with one model and one ball.
  private func text(_ change: (inout BallCertification) -> Void) -> String {
    var ball = SampleCertification.ball(0.003, undecided: [5], errors: 6)
    change(&ball)
    return MarkdownReport.render(SampleCertification.report([SampleCertification.model("a.pt", balls: [ball])]))
  }

  @Test("without exact decision and attack neither is mentioned, and the chain ends at clean")
  func certificatesAlone() {
    let text = text { ball in
      (ball.exact, ball.attackedMargins, ball.universal, ball.noise) = (nil, nil, nil, [])
    }
    #expect(text.contains("Always **certified ≤ truth ≤ clean**."))
    #expect(text.contains("| certified | unknown |   clean |"))
    for absent in ["**Exact**", "**Attacked**", "universal attack", "Random noise", "Gaussian", "undecided when"] {
      #expect(!text.contains(absent), "\(absent)")
    }
  }

  @Test("all decided: no range, and the guide says so")
  func decided() {
    let text = text { $0.exact = SampleCertification.exact(0.003) }
    #expect(text.contains("Here it decided every sample."))
    #expect(text.contains("Here no sample is left between what is proved and what is broken."))
    #expect(!text.contains("a range where"))
    // Samples 6 … 11 of 12.
    #expect(text.contains("|     50.00 % |") || text.contains("| 50.00 % |"))
  }

  @Test("a ball that breaks every sample is not called unknown")
  func broken() {
    let text = text { ball in
      ball.certified = ball.certified.mapValues { $0.map { _ in -1 } }
      ball.exact = SampleCertification.margins.map { $0 > 0 ? .falsified(margin: -1, witness: nil) : .misclassified }
    }
    #expect(text.contains("There every sample is known to go wrong for some weights in the ball, or is wrong already."))
    #expect(!text.contains("This alone is no sign of danger"))
  }

  @Test("Gaussian noise leaves the ball, uniform noise does not")
  func noise() {
    #expect(text { _ in }.contains("Gaussian noise leaves the ball"))
    #expect(!text { $0.noise = [SampleCertification.noise(.uniform)] }.contains("leaves the ball"))
  }

  @Test("the sum of δ over three balls is told once: 3 · 0.05 / 3 leaves 95 %")
  func heldOut() {
    let text = MarkdownReport.render(SampleCertification.awkward)
    #expect(text.contains("divided over the 3 balls"))
    #expect(text.contains("hold together with confidence 95.00 %."))
    #expect(!self.text { _ in }.contains("divided over"))
  }

  @Test("long lists are cut at ten")
  func long() {
    let text = text { ball in
      ball.exact = SampleCertification.margins.map { $0 > 0 ? .undecided(lower: -1, upper: 1) : .misclassified }
    }
    #expect(text.contains("Undecided, 10 of 11:"))
    #expect(text.contains("|     10 |     1 |"))
    #expect(!text.contains("|     11 |     2 |  5.250 |               -1.000 |"))
  }

  @Test("no sample right before: no flip could harm")
  func hopelessFlips() {
    var model = SampleCertification.model("a.pt", balls: [])
    model.bitFlips = BitFlipReport(storage: .float32, correct: 0, count: 12, layers: [], worst: [])
    let text = MarkdownReport.render(SampleCertification.report([model]))
    #expect(text.contains("No sample is right with the stored weights"))
  }

  @Test("runs of numbers: 0, 1, 2, 4, 7, 8")
  func runs() { #expect(BitTable.runs([0, 1, 2, 4, 7, 8]) == "0–2, 4, 7–8") }

  @Test("a limited sample is said to be")
  func limited() {
    var report = SampleCertification.usual
    report.parameters.sampleLimit = 5
    #expect(
      MarkdownReport.render(report).contains("**1 model** on the first 5 of 12 samples of `test.npz` (3 features)."))
  }
}
