import TestSupport
import Testing

@testable import Charts

@Suite struct VegaLiteTests {
  @Test(arguments: FigureCatalogue.all)
  func hasALayeredViewForEachPanelWithItsData(_ figure: Figure) throws {
    let document = try JSONValue(parsing: figure.vegaLite)
    #expect(document["$schema"]?.text == "https://vega.github.io/schema/vega-lite/v5.json")
    #expect(document["title"]?["text"]?.elements.compactMap(\.text).isEmpty == false)
    let panels = document["vconcat"]?.elements ?? []
    #expect(panels.count == figure.panels.count)
    for (view, panel) in zip(panels, figure.panels) {
      let layers = view["layer"]?.elements ?? []
      #expect(!layers.isEmpty)
      for layer in layers {
        #expect(layer["data"]?["values"]?.elements.isEmpty == false)
        #expect(layer["mark"]?["type"]?.text != nil)
      }
      #expect(Self.markTypes(layers).isSuperset(of: Self.expectedTypes(panel.drawable)))
    }
  }

  @Test func axesAndTicksAreThoseOfTheSVG() throws {
    let figure = FigureCatalogue.sampleCounts
    let layer = try JSONValue(parsing: figure.vegaLite)["vconcat"]?[0]?["layer"]?[0]
    let x = layer?["encoding"]?["x"]
    #expect(x?["scale"]?["type"]?.text == "log")
    let ticks = FigureLayout(figure).panels[0].x.ticks.filter { $0.label != nil }
    #expect(x?["axis"]?["values"]?.elements == ticks.map { .number($0.value) })
    #expect(x?["title"]?[0]?.text == "training samples n")
    #expect(layer?["data"]?["values"]?.elements.count == 9)
  }

  @Test func coloursAreThoseOfTheSeriesThatOccur() throws {
    let layer = try JSONValue(parsing: FigureCatalogue.boundAgainstGap.vegaLite)["vconcat"]?[0]?["layer"]?[0]
    let scale = layer?["encoding"]?["color"]?["scale"]
    #expect(scale?["domain"]?.elements.compactMap(\.text) == ["standard", "weight decay", "robust"])
    #expect(scale?["range"]?.elements.compactMap(\.text) == ["#0072b2", "#d55e00", "#316c5c"])
    #expect(layer?["data"]?["values"]?[0]?["hover"]?.text == "run-0/epoch-1: gap 0.003")
  }

  @Test func repeatedNamesAreNumbered() {
    #expect(uniqueNames(["a", "b", "a", "a (2)", "a"]) == ["a", "b", "a (2)", "a (2) (2)", "a (3)"])
  }

  @Test func jsonTextIsReadBack() throws {
    let value: JSON = ["a": [1, 2.5, 1e300, -0.0], "b": "q\"\\\n\u{1}é", "c": nil, "d": true, "e": [:]]
    let expected: JSONValue = .object([
      "a": .array([.number(1), .number(2.5), .number(1e300), .number(0)]), "b": .string("q\"\\\n\u{FFFD}é"), "c": .null,
      "d": .bool(true), "e": .object([:]),
    ])
    #expect(try JSONValue(parsing: value.text) == expected)
  }

  private static func markTypes(_ layers: [JSONValue]) -> Set<String> {
    Set(layers.compactMap { $0["mark"]?["type"]?.text })
  }

  private static func expectedTypes(_ panel: Panel) -> Set<String> {
    guard panel.showsData else { return ["text"] }
    return Set(
      panel.marks.flatMap { mark -> [String] in
        switch mark {
        case .points: ["point"]
        case .line: ["line", "point"]
        case .bars, .stack: ["bar"]
        case .cells: ["rect"]
        case .verticalRule, .horizontalRule: ["rule", "text"]
        case .diagonal: ["line", "text"]
        }
      })
  }
}
