import Analysis
import Bounds
import Charts
import Testing

@testable import Reporting

@Suite("Picture: terms of the bound")
struct TermsPictureTests {
  @Test(
    "empirical 0.2, margin 400/√1000, confidence 3/√1000, one on top of another; a term that is 0 everywhere is none")
  func stack() throws {
    let figure = try #require(TermsPicture.figures(try Sample.runs(["a": [0.1, 0.2]])).first)
    #expect(figure.series == ["empirical", "margin complexity", "confidence"])
    let panel = try #require(figure.panels.first)
    #expect(panel.x == Axis("epoch", .bands(["1", "2"])) && panel.y == Axis("theorem4-tight", including: [0]))
    let bars = panel.marks.flatMap(\.bars).filter { $0.band == 0 }
    let root = 1000.0.squareRoot()
    let ends = [0.2, 0.2 + 400 / root, 0.2 + 403 / root]
    #expect(zip(bars.map(\.high), ends).allSatisfy { abs($0 - $1) < 1e-13 })
    #expect(bars.map(\.low) == [0, bars[0].high, bars[1].high])
    // 12.64911 of 12.94398 and 15.81139 of 16.10626, rounded to four digits.
    #expect(
      figure.title
        == "margin complexity is the largest term of theorem4-tight at 2 of 2 checkpoints, 97.72–98.17 % of it")
    #expect(bars[1].hover == "a/epoch-1: margin complexity 12.65, log10 1.102")
  }

  @Test("a panel for each series; one panel where every series has one checkpoint")
  func panels() throws {
    let two = try #require(TermsPicture.figures(try Sample.runs(["a": [0.1, 0.2], "b": [0.1]])).first)
    #expect(two.panels.map(\.title) == ["a", "b"])
    let one = try #require(TermsPicture.figures(try Sample.runs(["a": [0.1], "b": [0.1]])).first)
    #expect(one.panels.map(\.x.scale) == [.bands(["a/epoch-1", "b/epoch-1"])])
  }

  @Test("of fifty checkpoints forty, the first and the last among them")
  func many() throws {
    let figure = try #require(TermsPicture.figures(try Sample.runs(["a": Array(repeating: 0.1, count: 50)])).first)
    guard case .bands(let epochs) = figure.panels[0].x.scale else {
      Issue.record("no bands")
      return
    }
    #expect(epochs.count == 40 && epochs.first == "1" && epochs.last == "50")
    #expect(figure.subtitle == "Of a series with more than 40 checkpoints so many are shown, evenly spread.")
  }

  @Test("a bound beyond the doubles has no bar and is counted; nothing where all are")
  func beyond() throws {
    var report = try Sample.runs(["a": [0.1, 0.2]])
    let huge = try Sample.awkward().checkpoints[0].bounds
    report.checkpoints[1].bounds = huge
    let figure = try #require(TermsPicture.figures(report).first)
    #expect(figure.panels[0].x.scale == .bands(["1"]))
    #expect(figure.title.contains("at 1 of 1 checkpoints"))
    #expect(figure.subtitle == "Left out: 1 checkpoint without a bound within the doubles.")
    report.checkpoints[0].bounds = huge
    #expect(TermsPicture.figures(report).isEmpty)
  }
}
