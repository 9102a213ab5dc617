import Checkpoints
import Testing

@testable import Analysis
@testable import Reporting

@Suite("LaTeX report")
struct LaTeXReportTests {
  @Test("the usual report, word for word")
  func usual() throws { try expectGolden(LaTeXReport.render(Sample.usual()), "report.tex") }

  @Test("the awkward report, word for word")
  func awkward() throws { try expectGolden(LaTeXReport.render(Sample.awkward()), "awkward.tex") }

  @Test("the usual certification report, word for word")
  func certification() throws {
    try expectGolden(LaTeXReport.render(SampleCertification.usual), "certification.tex")
  }

  @Test("environments are closed, labels unique, every row has the cells of its header", arguments: 0..<8)
  func structure(index: Int) throws {
    let reports: [any Report] = try Sample.all() + SampleCertification.all
    let text = reports[index].rendered(as: LaTeXReport.self)
    #expect(text.components(separatedBy: "\\begin{").count == text.components(separatedBy: "\\end{").count)
    let labels = text.components(separatedBy: "\\label{").dropFirst().compactMap { $0.split(separator: "}").first }
    #expect(Set(labels).count == labels.count)
    for table in text.components(separatedBy: "\\toprule").dropFirst() {
      let rows = table.components(separatedBy: "\\bottomrule")[0].split(separator: "\n").filter { $0.hasSuffix("\\\\") }
      #expect(Set(rows.map { $0.replacing("\\&", with: "").count { $0 == "&" } }).count == 1)
    }
  }

  @Test("a line end in a path does not leave the comment")
  func comments() throws {
    var one = try Sample.checkpoint("a.pt")
    one.file = CheckpointFile(path: "a\r\n\\input{b}\u{2028}\nc", label: "a.pt", series: "run")
    let text = LaTeXReport.render(Sample.report([one]))
    let lines = text.split(whereSeparator: \.isNewline).filter { $0.contains("\\input") }
    #expect(lines.allSatisfy { $0.hasPrefix("%") } && lines.count == 1)
  }

  @Test("series are a column")
  func series() throws {
    let text = LaTeXReport.render(
      Sample.report(try ["one", "two_2"].map { try Sample.checkpoint("a.pt", series: $0) }))
    #expect(text.contains("a & two\\_2 &"))
  }
}
