import Analysis
import Charts
import Testing

@testable import Reporting

/// What every picture of every report must be.
@Suite("Pictures")
struct PictureTests {
  /// The sample reports and some that have every picture.
  private static func reports() throws -> [AnalysisReport] {
    let radii: [RadiusSetting] = [.uniform(0, layers: nil), .uniform(0.001, layers: nil), .perLayer([0, 0.002])]
    let grid = Dictionary(
      uniqueKeysWithValues: ["a", "b", "c", "d"].enumerated().map { index, name in
        (name, ["lambda": index < 2 ? "0.0" : "1e-1", "mu": index % 2 == 0 ? "0" : "0.01", "seed": "\(index)"])
      })
    let many = Array(repeating: 0.02, count: 50)
    return try Sample.all() + [
      Sample.runs(
        ["a": [0.01, 0.02], "b": [0.03, -0.01], "c": [0.02], "d": [0.5]], radii: radii, hyperparameters: grid),
      Sample.runs(["one": many]),
      Sample.runs([
        "a": [0.1], "b": [0.1], "c": [0.1], "d": [0.1], "e": [0.1], "f": [0.1], "g": [0.1], "h": [0.1], "i": [0.1],
      ]),
    ]
  }

  private static func figures() throws -> [[Figure]] {
    try reports().map(\.figures) + SampleCertification.all.map(\.figures)
  }

  @Test("the sample reports have every picture of the catalogue")
  func all() throws {
    let names = try Self.reports().flatMap(\.figures).map(\.name)
    for picture in analysisPictures { #expect(names.contains { $0.hasPrefix(picture.key) }, "\(picture.key)") }
  }

  @Test("names are unique in a report, safe for files, and begin with the key")
  func names() throws {
    for report in try Self.reports() {
      for picture in analysisPictures {
        #expect(picture.figures(report).allSatisfy { $0.name.hasPrefix(picture.key) })
      }
    }
    for figures in try Self.figures() {
      #expect(Set(figures.map(\.name)).count == figures.count)
      #expect(figures.allSatisfy { $0.name.wholeMatch(of: /[a-z0-9-]+/) != nil })
    }
  }

  @Test("values are finite, on logarithmic axes positive, in bands an index of one")
  func values() throws {
    for panel in try Self.figures().joined().flatMap(\.panels) {
      for mark in panel.marks {
        switch mark {
        case .points(let points, _), .line(let points, _):
          #expect(!points.isEmpty)
          for point in points { #expect(panel.x.holds(point.x) && panel.y.holds(point.y), "\(point)") }
        case .bars(let bars), .stack(let bars):
          #expect(!bars.isEmpty)
          for bar in bars {
            #expect(panel.x.holds(Double(bar.band)) && panel.y.holds(bar.high), "\(bar)")
            #expect(bar.low.map { panel.y.holds($0) && $0 <= bar.high } ?? true, "\(bar)")
          }
        case .cells(let cells, _):
          for cell in cells { #expect(panel.x.holds(Double(cell.column)) && panel.y.holds(Double(cell.row))) }
        case .verticalRule(let x, _): #expect(panel.x.holds(x))
        case .horizontalRule(let y, _): #expect(panel.y.holds(y))
        case .diagonal: #expect(panel.x.scale == panel.y.scale)
        }
      }
    }
  }

  @Test("every series has a name and a colour, every panel an axis with a label, every text one line")
  func texts() throws {
    for figure in try Self.figures().joined() {
      #expect(figure.series.count <= Figure.maximumSeries)
      let marks = figure.panels.flatMap(\.marks)
      let used = marks.compactMap(\.series) + marks.flatMap(\.bars).map(\.series)
      #expect(used.allSatisfy(figure.series.indices.contains), "\(figure.name)")
      #expect((1...PictureText.maximumPanels).contains(figure.panels.count))
      let hovers = marks.flatMap { $0.points.map(\.hover) + $0.bars.map(\.hover) }
      let texts =
        [figure.title] + figure.series + figure.panels.flatMap { [$0.x.label, $0.y.label, $0.title ?? "-"] } + hovers
      #expect(texts.allSatisfy { !$0.isEmpty && !$0.contains(where: \.isNewline) }, "\(figure.name): \(texts)")
    }
  }

  @Test("nothing where there is nothing to show: no checkpoint, no model, no ball")
  func nothing() {
    #expect(Sample.empty.figures.isEmpty)
    #expect(SampleCertification.empty.figures.isEmpty)
    #expect(SampleCertification.searchOnly.figures.isEmpty)
  }

  @Test("norms alone have the layers' factors; a report of nothing but awkward numbers has no point")
  func few() throws {
    #expect(try Sample.norms().figures.map(\.name) == ["factors"])
    #expect(try Sample.awkward().figures.map(\.name) == ["factors"])
  }
}

extension Axis {
  /// True where a value has a place.
  fileprivate func holds(_ value: Double) -> Bool {
    switch scale {
    case .linear: value.isFinite
    case .logarithmic: value.isFinite && value > 0
    case .bands(let names): value >= 0 && value < Double(names.count) && value == value.rounded()
    }
  }
}
