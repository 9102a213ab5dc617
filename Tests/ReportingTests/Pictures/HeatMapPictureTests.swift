import Analysis
import Charts
import Testing

@testable import Reporting

@Suite("Picture: heat map of two hyper-parameters")
struct HeatMapPictureTests {
  private static func grid(_ values: KeyValuePairs<String, [String: String]>) -> [String: [String: String]] {
    Dictionary(uniqueKeysWithValues: values.map { ($0, $1) })
  }

  @Test("λ × μ: the mean over two seeds, 1 and 3 pp; the others alone")
  func usual() throws {
    let report = try Sample.runs(
      ["a": [0.01], "b": [0.03], "c": [0.05], "d": [0.5, 0.06], "e": [0.07]],
      radii: [.uniform(0, layers: nil), .uniform(0.001, layers: nil)],
      hyperparameters: Self.grid([
        "a": ["lambda": "0.0", "mu": "0", "seed": "1", "optimizer": "adam"],
        "b": ["lambda": "0", "mu": "0", "seed": "2", "optimizer": "adam"],
        "c": ["lambda": "0.1", "mu": "0", "seed": "1", "optimizer": "adam"],
        "d": ["lambda": "0", "mu": "1e-2", "seed": "1", "optimizer": "adam"],
        "e": ["lambda": "0.1", "mu": "1e-2", "seed": "1", "optimizer": "adam"],
      ]))
    let figures = HeatMapPicture.figures(report)
    #expect(figures.map(\.name) == ["heat-map-gap", "heat-map-accuracy"])
    let figure = figures[0]
    #expect(figure.title == "Gap from 2.000 pp at mu 0, lambda 0 to 7.000 pp at mu 0.01, lambda 0.1")
    #expect(
      figure.subtitle == "Means over the last networks of all runs with these values, whatever their seed (2 values).")
    let panel = try #require(figure.panels.first)
    #expect(panel.x == Axis("mu", .bands(["0", "0.01"])) && panel.y == Axis("lambda", .bands(["0", "0.1"])))
    guard case .cells(let cells, "test error − train error (pp)")? = panel.marks.first else {
      Issue.record("no cells")
      return
    }
    #expect(cells.map { [$0.column, $0.row] } == [[0, 0], [1, 0], [0, 1], [1, 1]])
    #expect(zip(cells.map(\.value), [2, 6, 5, 7]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(cells[0].text == "2.000" && cells[0].hover == "mu 0, lambda 0: mean gap 2.000 pp over 2 networks")
    // Interval certifies best: 100 − 10 − 7 − 0.5 % in the last cell.
    #expect(figures[1].title.contains("82.50 % at mu 0.01, lambda 0.1"))
    #expect(figures[1].title.hasSuffix(", ε = 0.001 on all layers"))
  }

  @Test("without λ and μ the first two numbers of the training's parameters, never the seed")
  func others() throws {
    let values = ["a": ["1", "8"], "b": ["1", "16"], "c": ["2", "8"], "d": ["2", "16"]]
    let report = try Sample.runs(
      ["a": [0.1], "b": [0.1], "c": [0.1], "d": [0.2]],
      hyperparameters: values.mapValues { ["seed": $0[0], "batch_size": $0[1], "learning_rate": $0[0]] })
    let panel = try #require(HeatMapPicture.figures(report).first?.panels.first)
    #expect(panel.x.label == "batch_size" && panel.y.label == "learning_rate")
  }

  @Test("nothing where one number varies, where most cells are empty, and without hyper-parameters")
  func none() throws {
    let gaps: KeyValuePairs = ["a": [0.1], "b": [0.1], "c": [0.1], "d": [0.2]]
    #expect(HeatMapPicture.figures(try Sample.runs(gaps)).isEmpty)
    let one = Self.grid(["a": ["mu": "0"], "b": ["mu": "1"], "c": ["mu": "2"], "d": ["mu": "3"]])
    #expect(HeatMapPicture.figures(try Sample.runs(gaps, hyperparameters: one)).isEmpty)
    let search = one.mapValues { values in values.merging(["lambda": values["mu"] ?? ""]) { $1 } }
    #expect(HeatMapPicture.figures(try Sample.runs(gaps, hyperparameters: search)).isEmpty)
  }
}
