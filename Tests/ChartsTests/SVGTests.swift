import Foundation
import TestSupport
import Testing

@testable import Charts

/// Laws of every picture.
@Suite struct SVGTests {
  /// Coordinates have one decimal: a place and a length are each off by up to 0.05.
  static let rounding = 0.11

  @Test(arguments: FigureCatalogue.all)
  func isWellFormedWithTitleAndDescription(_ figure: Figure) throws {
    let root = try #require(parseSVG(figure.svg))
    #expect(root.attributes["role"] == "img")
    #expect(root.attributes["viewBox"] == "0 0 640 \(root.attributes["height"] ?? "")")
    #expect(root.children.prefix(2).map(\.name) == ["title", "desc"])
    for forbidden in ["script", "foreignObject", "image", "use", "a"] {
      #expect(!root.all.contains { $0.name == forbidden })
    }
  }

  @Test(arguments: FigureCatalogue.all)
  func idsAreUniqueAndNamesBeginWithTheFigures(_ figure: Figure) throws {
    let root = try #require(parseSVG(figure.svg))
    let prefix = XMLText.identifier(figure.name)
    let ids = root.all.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
    let names = ids + root.all.flatMap { ($0.attributes["class"] ?? "").split(separator: " ").map(String.init) }
    #expect(names.allSatisfy { $0.hasPrefix("\(prefix)-") })
    let references = root.all.flatMap(\.attributes.values).compactMap { $0.wholeMatch(of: /url\(#(.*)\)/)?.1 }
    #expect(references.allSatisfy { ids.contains(String($0)) })
    let selectors = figure.svg.matches(of: /\n\.([a-z0-9-]+)[,{]/).map(\.1)
    #expect(!selectors.isEmpty && selectors.allSatisfy { $0.hasPrefix("\(prefix)-") })
  }

  @Test(arguments: FigureCatalogue.all)
  func marksAreInsideTheirPanelAndSaySomething(_ figure: Figure) throws {
    let root = try #require(parseSVG(figure.svg))
    let prefix = XMLText.identifier(figure.name)
    for panel in root.find("panel", prefix) {
      let plot = try #require(panel.find("plot", prefix).first?.outline)
      let marks = panel.find("marks", prefix).flatMap(\.all).filter { $0.outline != nil }
      let outside = marks.filter { mark in !(mark.outline.map { Self.contains(plot, $0) } ?? false) }
      #expect(outside.map(\.attributes).isEmpty)
      let silent = marks.filter { !$0.classes(prefix).contains("line") && $0.hover?.isEmpty != false }
      #expect(silent.map(\.attributes).isEmpty)
      let says = panel.find("nothing", prefix).map(\.text)
      #expect(says == (marks.isEmpty ? ["nothing to show"] : []))
      for rule in panel.find("rule", prefix) { #expect(Self.contains(plot, try #require(rule.outline))) }
    }
  }

  @Test(arguments: FigureCatalogue.all)
  func textsAreInsideThePicture(_ figure: Figure) throws {
    let root = try #require(parseSVG(figure.svg))
    let prefix = XMLText.identifier(figure.name)
    let picture = Box(left: 0, top: 0, width: 640, height: root.number("height"))
    let panels = root.find("panel", prefix)
    let parts = panels + root.children.filter { !$0.classes(prefix).contains("panel") }
    for part in parts {
      let place = panels.contains { $0 === part } ? part.translation : (x: 0, y: 0)
      let outside = part.all.filter { text in
        guard text.name == "text" else { return false }
        var box = Self.turned(text, prefix)
        box.left += place.x
        box.top += place.y
        return !Self.contains(picture, box)
      }
      #expect(outside.map(\.text).isEmpty)
    }
  }

  @Test(arguments: FigureCatalogue.all)
  func tickLabelsOfAnAxisDoNotOverlap(_ figure: Figure) throws {
    let root = try #require(parseSVG(figure.svg))
    let prefix = XMLText.identifier(figure.name)
    for axis in root.find("x-axis", prefix) + root.find("y-axis", prefix) {
      let labels = axis.children.filter { $0.name == "text" && !$0.classes(prefix).contains("name") }
      if labels.contains(where: { $0.attributes["transform"] != nil }) {
        // Slanted at 45°: baselines are apart by the distance along the axis times sin 45°.
        let places = labels.map { $0.number("x") }.sorted()
        #expect(zip(places, places.dropFirst()).allSatisfy { ($1 - $0) * 0.5.squareRoot() >= 12 })
        continue
      }
      let boxes = labels.map { $0.textBox(prefix) }
      let covered = boxes.indices.filter { index in boxes[..<index].contains { $0.overlaps(boxes[index]) } }
      #expect(covered.map { labels[$0].text }.isEmpty)
    }
  }

  @Test(arguments: FigureCatalogue.all)
  func labelsOfRulesDoNotCoverEachOtherAndLegendsNoPanel(_ figure: Figure) throws {
    let root = try #require(parseSVG(figure.svg))
    let prefix = XMLText.identifier(figure.name)
    for panel in root.find("panel", prefix) {
      let plot = try #require(panel.find("plot", prefix).first?.outline)
      let boxes = panel.find("rule-label", prefix).map { $0.textBox(prefix) }
      for (index, box) in boxes.enumerated() {
        #expect(Self.contains(plot, box))
        #expect(!boxes[..<index].contains { $0.overlaps(box) })
      }
    }
    let legends = root.find("legend", prefix).flatMap(\.all).filter { $0.name == "text" }
      .map { $0.textBox(prefix).bottom }
    let titles = root.find("panel", prefix).flatMap { panel in
      panel.find("panel-title", prefix).map { $0.textBox(prefix).top + panel.translation.y }
    }
    if let lowest = legends.max(), let highest = titles.min() { #expect(lowest < highest) }
  }

  @Test func legendListsTheSeriesThatOccur() throws {
    var figure = FigureCatalogue.boundAgainstGap
    figure.series = ["standard", "weight decay", "robust", "not drawn"]
    let legend = try #require(parseSVG(figure.svg)?.find("legend", "bound-gap").first)
    #expect(legend.all.filter { $0.name == "text" }.map(\.text) == ["standard", "weight decay", "robust"])
    let unnamed = try #require(parseSVG(FigureCatalogue.heatMap.svg))
    #expect(unnamed.find("legend", "heat-map").isEmpty)
  }

  @Test("1000 points take below 120 bytes each with their hover texts")
  func isCompact() {
    #expect(FigureCatalogue.manyPoints.svg.utf8.count < 120 * 1000)
  }

  @Test(
    "bars on a logarithmic axis begin at its lower end: 10⁻¹ for 1.01, as it is less than a tenth of a decade above 1")
  func barsBeginAtTheLowerEnd() throws {
    let root = try #require(parseSVG(FigureCatalogue.layerFactors.svg))
    let plot = try #require(root.find("plot", "layers").first?.outline)
    let bars = root.find("bars", "layers").flatMap(\.children).compactMap(\.outline)
    #expect(bars.count == 4)
    #expect(bars.allSatisfy { abs($0.bottom - plot.bottom) <= Self.rounding })
  }

  @Test func smallFigureIsTheCommittedOne() throws {
    let figure = Figure(
      name: "small", title: "Two points & a rule", subtitle: "As small as it gets.", series: ["a", "b"],
      panels: [
        Panel(
          x: Axis("n", .logarithmic), y: Axis("error (%)", including: [0]),
          marks: [
            .line([Point(10, 4, "n = 10: 4 %"), Point(100, 1.5, "n = 100: 1.5 %")], series: 0),
            .points([Point(20, 3, "b")], series: 1), .horizontalRule(2, label: "goal"),
          ])
      ])
    for (text, name) in [(figure.svg, "small.svg"), (figure.vegaLite, "small.vl.json")] {
      let url = Fixtures.url("charts/\(name)")
      if ProcessInfo.processInfo.environment["GAPBOUND_RECORD"] != nil {
        try Data(text.utf8).write(to: url, options: .atomic)
      }
      let expected = try String(contentsOf: url, encoding: .utf8)
      #expect(text.components(separatedBy: "\n") == expected.components(separatedBy: "\n"))
    }
  }

  private static func contains(_ outer: Box, _ inner: Box) -> Bool {
    inner.left >= outer.left - rounding && inner.right <= outer.right + rounding && inner.top >= outer.top - rounding
      && inner.bottom <= outer.bottom + rounding
  }

  /// The box of a text, turned by 45° about its end where it is slanted.
  private static func turned(_ text: SVGNode, _ prefix: String) -> Box {
    let box = text.textBox(prefix)
    guard text.attributes["transform"] != nil else { return box }
    let side = (box.width + box.height) * 0.5.squareRoot()
    return Box(
      left: text.number("x") + box.height / 2 - side, top: text.number("y") - box.height / 2, width: side, height: side)
  }
}

extension Figure: CustomTestStringConvertible {
  /// The figure's name, in place of all its data.
  public var testDescription: String { name }
}
