import Analysis
import Charts
import Testing

@testable import Reporting

@Suite("Picture: certified, exact and attacked accuracy")
struct CertifiedAccuracyPictureTests {
  @Test(
    "margins −0.25, 0.25, …, 5.25 at ε = 0.001 and 0.003: margin − 1000 ε of linear, − 800 ε exact, − 730 ε attacked")
  func usual() throws {
    let figures = SampleCertification.usual.figures
    let figure = try #require(figures.first)
    #expect(figures.map(\.name) == ["accuracy"])
    // 0.001 is the largest ε with half of the samples certified: those from 1.25 on are, exactly too; 0.75 withstands 0.73.
    #expect(figure.title == "At ε = 0.001: certified 75.00 %, exact 75.00 %, attacked 83.33 %, clean 91.67 %")
    #expect(figure.subtitle == "The exact accuracy counts undecided samples as wrong.")
    #expect(figure.series.prefix(4) == ["clean", "attacked, sample by sample", "exact", "certified by theorem"])
    #expect(figure.series.count == 8)
    let panel = try #require(figure.panels.first)
    #expect(panel.x == Axis("ε on all layers", including: [0]) && panel.title == nil)
    #expect(panel.marks.count == 8 && panel.marks.allSatisfy { $0.points.map(\.x) == [0.001, 0.003] })
    #expect(panel.marks[2].points[1].hover == "a, ε = 0.003: exact 50.00 %")
  }

  @Test("balls without ε stand in bands, by their titles")
  func bands() throws {
    var eight = SampleCertification.ball(0.001, errors: 3)
    var four = SampleCertification.ball(0.003, errors: 6)
    (eight.title, four.title) = ("8 bits", "4 bits")
    eight.epsilon = nil
    four.epsilon = nil
    let report = SampleCertification.report([SampleCertification.model("a.pt", balls: [eight, four])])
    let figure = try #require(report.figures.first)
    #expect(figure.title.hasPrefix("8 bits: certified 75.00 %"))
    #expect(figure.panels[0].x.scale == .bands(["8 bits", "4 bits"]))
    let bars = figure.panels[0].marks.flatMap(\.bars)
    #expect(bars.count == 16 && bars.allSatisfy { $0.low == 0 })
  }

  @Test("a panel for each model, and ranges in the title; models outside the theorems are left out")
  func models() throws {
    let balls = [SampleCertification.ball(0.001, errors: 3), SampleCertification.ball(0.003, errors: 6)]
    let report = SampleCertification.report([
      SampleCertification.model("a.pt", balls: balls), SampleCertification.model("t.pt", balls: []),
      SampleCertification.model("b.pt", balls: balls),
    ])
    #expect(report.figures.map { $0.panels.map(\.title) } == [["a", "b"]])
  }

  @Test("one ball is no curve") func single() {
    let model = SampleCertification.model("a.pt", balls: [SampleCertification.ball(0.001, errors: 3)])
    #expect(SampleCertification.report([model]).figures.isEmpty)
  }
}
