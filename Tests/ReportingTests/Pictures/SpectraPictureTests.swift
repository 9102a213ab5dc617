import Analysis
import Charts
import Testing

@testable import Reporting

@Suite("Picture: singular values")
struct SpectraPictureTests {
  @Test("a line for each layer over index/count; a zero has no place and is told")
  func usual() throws {
    let figure = try #require(SpectraPicture.figures(try Sample.runs(["a": [0.1]])).first)
    #expect(figure.series == ["fc1.weight", "fc2.weight"])
    #expect(figure.panels[0].marks.map { $0.points.map(\.x) } == [[0.5, 1], [0.5]])
    #expect(figure.panels[0].marks.map { $0.points.map(\.y) } == [[4.1, 3], [2.2]])
    #expect(figure.panels[0].marks[0].points[1].hover == "a/epoch-1, fc1.weight: σ of 2/2 is 3.000")
    #expect(figure.subtitle == "Values that are 0 within round-off are left out.")
    // fc1 = diag(3, 4.1): (9 + 16.81)/16.81; fc2 = ((1, 2), (−1, 0.5)): ‖W‖_F² = 6.25, σ₁² = (6.25 + 3.75)/2.
    #expect(figure.title == "Singular values; stable ranks of the layers from 1.250 to 1.535")
  }

  @Test("of ten layers eight colours, the first and the last among them; other names are numbers")
  func deep() throws {
    var report = try Sample.runs(["a": [0.1], "b": [0.1]])
    func spectra(_ prefix: String) -> [LayerSpectrum] {
      (1...10).map { LayerSpectrum(layer: "\(prefix)\($0)", count: 1, indices: [1], values: [Double($0)]) }
    }
    report.exhibits[0].spectra = spectra("x")
    report.exhibits[1].spectra = spectra("x")
    let alike = try #require(SpectraPicture.figures(report).first)
    #expect(alike.series == ["x1", "x2", "x3", "x4", "x6", "x7", "x8", "x10"])
    #expect(alike.panels.map(\.title) == ["a/epoch-1", "b/epoch-1"])
    report.exhibits[1].spectra = spectra("y")
    let others = try #require(SpectraPicture.figures(report).first)
    #expect(others.series.first == "layer 1" && others.series.last == "layer 10")
    #expect(others.subtitle == "Of 10 layers 8 are shown, the first and the last among them.")
  }

  @Test("nothing without spectra, or where all are zero")
  func none() throws {
    var report = try Sample.runs(["a": [0.1]])
    report.exhibits[0].spectra = [LayerSpectrum(layer: "w", count: 1, indices: [1], values: [0])]
    #expect(SpectraPicture.figures(report).isEmpty)
  }
}
