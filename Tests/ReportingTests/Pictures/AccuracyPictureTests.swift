import Analysis
import Charts
import Testing

@testable import Reporting

@Suite("Picture: accuracy against ε")
struct AccuracyPictureTests {
  @Test("ε = 0, 0.001, 0.002: clean and every certificate, on test data")
  func usual() throws {
    let radii: [RadiusSetting] = [0.002, 0, 0.001].map { .uniform($0, layers: nil) }
    let figure = try #require(AccuracyPicture.figures(try Sample.runs(["a": [0.1, 0.2]], radii: radii)).first)
    #expect(figure.series == ["clean", "certified by theorem", "certified by elementwise", "certified by interval"])
    // The last network: error 30 %, elementwise + 1, interval + 0.5, theorem + 10 ε.
    #expect(figure.title == "At ε = 0.002 69.50 % of the test samples are certified, 70.00 % right")
    let panel = try #require(figure.panels.first)
    #expect(panel.x == Axis("ε on all layers", including: [0]))
    #expect(panel.marks.map { $0.points.map(\.x) } == Array(repeating: [0, 0.001, 0.002], count: 4))
    #expect(zip(panel.marks[1].points.map(\.y), [70, 69, 68]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(panel.marks[1].points[2].hover == "a/epoch-2, ε = 0.002: certified by theorem 68.00 %")
  }

  @Test("radii decades apart: a logarithmic axis, on which ε = 0 has no place")
  func logarithmic() throws {
    let radii: [RadiusSetting] = [0, 1e-4, 1e-2].map { .uniform($0, layers: nil) }
    let figure = try #require(AccuracyPicture.figures(try Sample.runs(["a": [0.1], "b": [0.2]], radii: radii)).first)
    #expect(figure.panels.map(\.title) == ["a/epoch-1", "b/epoch-1"])
    #expect(figure.panels[0].x.scale == .logarithmic)
    #expect(figure.panels[0].marks[0].points.map(\.x) == [1e-4, 1e-2])
    #expect(figure.subtitle == "ε = 0, where every accuracy is the clean one, has no place on a logarithmic axis.")
  }

  @Test("one ε is no curve; radii of other layers are another one")
  func families() throws {
    #expect(AccuracyPicture.figures(try Sample.runs(["a": [0.1]], radii: [.uniform(0.01, layers: nil)])).isEmpty)
    let radii: [RadiusSetting] = [
      .uniform(0, layers: nil), .uniform(0.01, layers: nil), .uniform(0.01, layers: [2]), .perLayer([0, 1]),
    ]
    let figures = AccuracyPicture.figures(try Sample.runs(["a": [0.1]], radii: radii))
    #expect(figures.map(\.name) == ["accuracy", "accuracy-2"])
    #expect(figures.map(\.panels[0].x.label) == ["ε on all layers", "ε on layer 2"])
  }

  @Test("nothing without test data")
  func untested() throws {
    let radii: [RadiusSetting] = [.uniform(0, layers: nil), .uniform(0.01, layers: nil)]
    var report = try Sample.runs(["a": [0.1]], radii: radii)
    for index in report.checkpoints.indices { report.checkpoints[index].test = nil }
    #expect(AccuracyPicture.figures(report).isEmpty)
  }
}
