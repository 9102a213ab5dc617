import Analysis
import Charts
import MatrixNorms
import Testing

@testable import Reporting

@Suite("Picture: factors of the layers")
struct FactorsPictureTests {
  @Test("fc1 = diag(3, 4.1): ‖W‖₂ 4.1, ‖Wᵀ‖₂,₁/‖W‖₂ 7.1/4.1; fc2 is smaller")
  func single() throws {
    let figure = try #require(FactorsPicture.figures(try Sample.runs(["a": [0.1, 0.2]])).first)
    #expect(figure.title.hasPrefix("a/epoch-2: Π‖W‖₂ = 9.") && figure.title.hasSuffix(", largest in fc1.weight"))
    #expect(figure.series == ["‖W‖₂", "‖Wᵀ‖₂,₁ / ‖W‖₂"])
    let panel = try #require(figure.panels.first)
    #expect(panel.x.scale == .bands(["fc1.weight", "fc2.weight"]) && panel.title == nil)
    let bars = panel.marks.flatMap(\.bars)
    #expect(bars.map(\.band) == [0, 0, 1, 1] && bars.map(\.series) == [0, 1, 0, 1])
    #expect(abs(bars[0].high - 4.1) < 1e-14 && abs(bars[1].high - 7.1 / 4.1) < 1e-14)
    #expect(bars.allSatisfy { $0.low == 1 })
    #expect(bars[0].hover == "a/epoch-2, fc1.weight: ‖W‖₂ 4.100")
  }

  @Test("a factor below 1 hangs from 1; a layer of zeros has none and is counted")
  func small() throws {
    var report = try Sample.runs(["a": [0.1]])
    report.checkpoints[0].layers = try [[[0.25, 0]], [[0, 0]]].map {
      LayerMeasurement(name: "w", norms: try LayerNorms(of: Matrix($0)))
    }
    let figure = try #require(FactorsPicture.figures(report).first)
    let bars = figure.panels[0].marks.flatMap(\.bars)
    #expect(bars.map(\.low) == [0.25, 1] && bars.map(\.high) == [1, 1])
    #expect(figure.subtitle?.hasSuffix("Left out: 2 factors of 0 or beyond the doubles.") == true)
  }

  @Test("networks side by side, the first four of five; biases by augmentation are told")
  func several() throws {
    var report = try Sample.runs(["a": [0.1], "b": [0.1], "c": [0.1], "d": [0.1], "e": [0.1]])
    report.checkpoints[1].reading.biases = "by augmentation"
    let figure = try #require(FactorsPicture.figures(report).first)
    #expect(figure.title == "fc1.weight has the largest ‖W‖₂ in 4 of 4 networks")
    #expect(figure.panels.map { $0.title?.prefix(16) } == ["a", "b", "c", "d"].map { "\($0)/epoch-1: Π‖W‖₂" })
    #expect(figure.subtitle?.contains("Biases, which") == true)
    #expect(figure.subtitle?.contains("Of 5 networks the first 4 are shown.") == true)
  }

  @Test("thirteen layers have numbers, and the induced norm is drawn where weights move")
  func deep() throws {
    var report = try Sample.runs(["a": [0.1]], radii: [.uniform(0.001, layers: nil)])
    report.checkpoints[0].layers = Array(repeating: try Sample.layers()[0], count: 13)
    let panel = try #require(FactorsPicture.figures(report).first?.panels.first)
    #expect(panel.x == Axis("layer, from the input (number)", .bands((1...13).map { "\($0)" })))
    #expect(panel.marks.flatMap(\.bars).count == 39)
  }

  @Test("nothing for what is no network, and for a single layer")
  func none() throws {
    var report = try Sample.runs(["a": [0.1]])
    report.checkpoints[0].reading.obstacle = "attention"
    #expect(FactorsPicture.figures(report).isEmpty)
    report.checkpoints[0].reading.obstacle = nil
    report.checkpoints[0].layers.removeLast()
    #expect(FactorsPicture.figures(report).isEmpty)
  }
}
