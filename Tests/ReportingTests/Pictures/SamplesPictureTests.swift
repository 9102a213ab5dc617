import Analysis
import Charts
import Testing

@testable import Reporting

@Suite("Picture: bounds against the number of samples")
struct SamplesPictureTests {
  @Test("a line for each bound, the line 1, the training's n and n*; 1e400 has no place and is counted")
  func usual() throws {
    let figure = try #require(SamplesPicture.figures(try Sample.runs(["a": [0.1, 0.2]])).first)
    #expect(
      figure.series == [
        "theorem4", "theorem4-tight", "theorem4-posthoc", "theorem4-yin-constants (unverified constants)",
      ])
    let panel = try #require(figure.panels.first)
    let lines = panel.marks.filter { !$0.points.isEmpty }
    #expect(lines.count == 4 && lines.allSatisfy { $0.points.map(\.x) == [1e4, 1e7] })
    #expect(lines[0].points[0].y == 10)
    #expect(lines[1].points[0].hover == "a/epoch-2: theorem4-tight at n = 1.000e+04 is 10.00")
    #expect(figure.subtitle?.hasSuffix("Left out: 4 points beyond the doubles.") == true)
    #expect(panel.marks.contains(.horizontalRule(1, label: "1")))
    #expect(panel.marks.contains(.verticalRule(1000, label: "training: n = 1000")))
    // 0.2 + 503/√n < 1 from n = (503/0.8)² = 395,326.6 on.
    #expect(panel.marks.contains(.verticalRule(395_327, label: "n* = 3.953e+05")))
    #expect(figure.title == "theorem4-tight falls below 1 at n* = 3.953e+05; the training had 1000")
  }

  @Test("n* beyond the curve is in the title alone; without n* the title says so")
  func far() throws {
    var report = try Sample.runs(["a": [0.1]])
    for index in report.exhibits[0].curves.indices {
      report.exhibits[0].curves[index].sampleCounts = [10, 20, 30]
    }
    let figure = try #require(SamplesPicture.figures(report).first)
    #expect(
      !figure.panels[0].marks.contains {
        if case .verticalRule(_, let label) = $0 { label.hasPrefix("n*") } else { false }
      })
    report.checkpoints[0].bounds = try Sample.awkward().checkpoints[1].bounds
    let without = try #require(SamplesPicture.figures(report).first)
    #expect(without.title == "No number of samples is known to bring theorem4-tight below 1")
  }

  @Test("a figure for each setting, a panel for each of the first four networks; nothing without curves")
  func several() throws {
    let radii: [RadiusSetting] = [.uniform(0, layers: nil), .uniform(0.001, layers: nil)]
    var report = try Sample.runs(["a": [0.1], "b": [0.1], "c": [0.1], "d": [0.1], "e": [0.1]], radii: radii)
    let figures = SamplesPicture.figures(report)
    #expect(figures.map(\.name) == ["samples-1", "samples-2"])
    #expect(figures[1].panels.map(\.title) == ["a/epoch-1", "b/epoch-1", "c/epoch-1", "d/epoch-1"])
    report.exhibits = []
    #expect(SamplesPicture.figures(report).isEmpty)
  }
}
