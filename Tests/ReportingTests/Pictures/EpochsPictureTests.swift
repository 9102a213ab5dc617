import Analysis
import Charts
import Checkpoints
import Testing

@testable import Reporting

@Suite("Picture: epochs")
struct EpochsPictureTests {
  @Test("one series: both errors above, the bound below, over the same epochs")
  func single() throws {
    let figure = try #require(EpochsPicture.figures(try Sample.runs(["a": [0.03, 0.01, 0.02]])).first)
    #expect(
      figure.title == "Over the epochs theorem4-tight goes from 12.74 to 19.07, the gap from 3.000 pp to 2.000 pp")
    #expect(figure.series == ["train error", "test error", "theorem4-tight"])
    #expect(figure.panels.map(\.y.label) == ["error (%)", "theorem4-tight − empirical term"])
    #expect(figure.panels.map(\.x) == [Axis("epoch"), Axis("epoch")])
    #expect(figure.panels[0].marks.map { $0.points.map(\.x) } == [[1, 2, 3], [1, 2, 3]])
    #expect(figure.panels[0].marks[1].points[0].hover == "a/epoch-1, epoch 1: test error 13.00 %")
    #expect(figure.panels[1].marks.map(\.series) == [2])
  }

  @Test("several series: the gap of each, and how many rise")
  func several() throws {
    let figure = try #require(EpochsPicture.figures(try Sample.runs(["b": [0.03, 0.01], "a": [-0.01, 0.02]])).first)
    #expect(figure.title == "Over the epochs theorem4-tight rises in 2 of 2 series, the gap in 1 of 2")
    #expect(figure.series == ["a", "b"])
    #expect(figure.panels[0].y.label == "test error − train error (pp)")
    // Below zero is no obstacle on an even axis.
    #expect(figure.panels[0].marks.map { $0.points[0].y < 0 } == [true, false])
  }

  @Test("steps where no epoch is known; nothing where neither is, or a series has one checkpoint")
  func steps() throws {
    var report = try Sample.runs(["a": [0.03, 0.01]])
    for index in report.checkpoints.indices {
      report.checkpoints[index].file.epoch = nil
      report.checkpoints[index].file.step = 100 * (2 - index)
    }
    let figure = try #require(EpochsPicture.figures(report).first)
    #expect(figure.panels[0].x.label == "step")
    #expect(figure.panels[0].marks[0].points.map(\.x) == [100, 200])
    for index in report.checkpoints.indices { report.checkpoints[index].file.step = nil }
    #expect(EpochsPicture.figures(report).isEmpty)
    #expect(EpochsPicture.figures(try Sample.runs(["a": [0.03], "b": [0.01]])).isEmpty)
  }

  @Test("of ten series the first eight by name")
  func many() throws {
    let gaps = [0.1, 0.2]
    let report = try Sample.runs([
      "j": gaps, "a": gaps, "b": gaps, "c": gaps, "d": gaps, "e": gaps, "f": gaps, "g": gaps, "h": gaps, "i": gaps,
    ])
    let figure = try #require(EpochsPicture.figures(report).first)
    #expect(figure.series == ["a", "b", "c", "d", "e", "f", "g", "h"])
    #expect(figure.subtitle == "Of 10 series the first 8 are shown.")
  }

  @Test("a panel of the bound for each of three settings, the errors once")
  func settings() throws {
    let radii: [RadiusSetting] = [0, 0.1, 0.2, 0.3].map { .uniform($0, layers: nil) }
    let figures = EpochsPicture.figures(try Sample.runs(["a": [0.12, 0.13]], radii: radii))
    #expect(figures.map(\.name) == ["epochs"])
    #expect(
      figures[0].panels.map(\.title) == [
        nil, "ε = 0 (weights as they are)", "ε = 0.1 on all layers", "ε = 0.2 on all layers",
      ])
    #expect(figures[0].subtitle == "Of 4 settings of the radii the first 3 are shown.")
  }

  @Test("errors of the logs where nothing was evaluated on both, and called so")
  func logged() throws {
    var report = try Sample.runs(["a": [0.12, 0.13]])
    for index in report.checkpoints.indices {
      report.checkpoints[index].test = nil
      report.checkpoints[index].logged = LoggedMetrics(trainError: 0.25, testError: 0.5, file: "log.csv", columns: [])
    }
    let figure = try #require(EpochsPicture.figures(report).first)
    #expect(figure.series == ["train error (logged)", "test error (logged)", "theorem4-tight"])
    #expect(figure.panels[0].marks.map { $0.points.map(\.y) } == [[25, 25], [50, 50]])
  }
}
