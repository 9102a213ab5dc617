import Analysis
import Bounds
import Charts
import Testing

@testable import Reporting

@Suite("Picture: bound against gap")
struct BoundAgainstGapPictureTests {
  @Test("gaps 3, 1, 2 % and bounds 403, 503, 603/√1000: one concordant pair of three, τ-b = (1 − 2)/3")
  func usual() throws {
    let figures = BoundAgainstGapPicture.figures(try Sample.runs(["a": [0.03, 0.01, 0.02]]))
    let figure = try #require(figures.first)
    #expect(figures.count == 1 && figure.name == "bound-against-gap")
    #expect(figure.title == "theorem4-tight against the gap: Kendall τ-b -0.3333 over 3 checkpoints")
    #expect(figure.subtitle == "theorem4-posthoc, which holds for trained networks, has τ-b -0.3333.")
    let panel = try #require(figure.panels.first)
    #expect(panel.x.label == "test error − train error (1 = 100 pp)")
    #expect(panel.marks.first == .diagonal(label: "bound = gap"))
    let points = panel.marks.flatMap(\.points)
    for (point, expected) in zip(points, [(0.03, 403.0), (0.01, 503), (0.02, 603)]) {
      // A difference of two errors and a few roundings upward.
      #expect(abs(point.x - expected.0) < 1e-15 && abs(point.y * 1000.0.squareRoot() / expected.1 - 1) < 1e-14)
    }
    #expect(points.first?.hover == "a/epoch-1: gap 3.000 pp, theorem4-tight 12.75")
  }

  @Test("gaps of 0 and less have no place on the axis, count in τ-b, and are counted")
  func leftOut() throws {
    let report = try Sample.runs(["a": [0.03, 0, 0.02], "b": [0.01, -0.02]])
    let figure = try #require(BoundAgainstGapPicture.figures(report).first)
    #expect(figure.panels[0].marks.map(\.points.count) == [0, 2, 1])
    #expect(figure.series == ["a", "b"])
    #expect(figure.title.hasSuffix("over 5 checkpoints"))
    #expect(
      figure.subtitle?.hasSuffix(
        "Left out: 2 checkpoints with a gap that is not above 0. τ-b counts 2 of them all the same.") == true)
  }

  @Test("each setting has a figure and says its radii; where weights move, what the theorem bounds is told")
  func robust() throws {
    let radii: [RadiusSetting] = [.uniform(0, layers: nil), .uniform(0.001, layers: nil)]
    let figures = BoundAgainstGapPicture.figures(try Sample.runs(["a": [0.12, 0.13]], radii: radii))
    #expect(figures.map(\.name) == ["bound-against-gap-1", "bound-against-gap-2"])
    #expect(
      figures[1].title
        == "theorem4-tight against the gap: Kendall τ-b 1.000 over 2 checkpoints, ε = 0.001 on all layers")
    let told =
      "Theorem 4 bounds test robust error − train robust ramp loss; with that gap theorem4-tight has τ-b 1.000."
    #expect(figures.map { $0.subtitle?.contains(told) } == [false, true])
  }

  @Test("a byte copy is no further point; one point is no picture")
  func copies() throws {
    let figure = try #require(BoundAgainstGapPicture.figures(try Sample.usual()).first)
    #expect(figure.panels[0].marks.flatMap(\.points).count == 2)
    #expect(figure.subtitle?.contains("Left out: 1 checkpoint identical to another.") == true)
    #expect(BoundAgainstGapPicture.figures(try Sample.runs(["a": [0.1]])).isEmpty)
  }

  @Test("nine series share one colour; equal gaps leave τ-b undefined")
  func many() throws {
    let report = try Sample.runs([
      "a": [0.1], "b": [0.1], "c": [0.1], "d": [0.1], "e": [0.1], "f": [0.1], "g": [0.1], "h": [0.1], "i": [0.1],
    ])
    let figure = try #require(BoundAgainstGapPicture.figures(report).first)
    #expect(figure.series == ["checkpoints of 9 series"])
    #expect(figure.panels[0].marks.last?.points.count == 9)
    #expect(figure.title == "theorem4-tight against the gap: Kendall τ-b undefined")
    #expect(figure.subtitle == nil)
  }
}
