import Testing

@testable import Charts

@Suite struct ExtentTests {
  @Test func nothingHasNoExtent() { #expect(Extent([], on: .linear) == nil) }

  @Test("one value v: v ± |v|/2; 0: ±1; on a logarithmic axis half a decade either way")
  func oneValue() throws {
    let (four, zero) = (try #require(Extent([4, 4], on: .linear)), try #require(Extent([0], on: .linear)))
    #expect((four.low, four.high) == (2, 6))
    #expect((zero.low, zero.high) == (-1, 1))
    let decade = try #require(Extent([10], on: .logarithmic))
    #expect((decade.low, decade.high) == (0.5, 1.5))
  }

  @Test("bars 20…300 on a logarithmic axis stand on 10, bars from 10 on 1")
  func logarithmicBars() throws {
    #expect(try #require(Extent([20, 300], on: .logarithmic, hasBars: true)).low == 1)
    #expect(try #require(Extent([10, 300], on: .logarithmic, hasBars: true)).low == 0)
  }

  @Test func panelsWithTheSameAxisShareItsExtent() throws {
    func panel(_ label: String, _ xs: [Double]) -> Panel {
      Panel(x: Axis(label), y: Axis("y"), marks: [.points(xs.map { Point($0, 1, "") }, series: 0)])
    }
    let figure = Figure(
      name: "f", title: "f", panels: [panel("epoch", [1, 5]), panel("epoch", [3, 9]), panel("step", [0, 700])])
    let extents = try figure.panels.map { try #require(figure.xExtent(of: $0)) }
    #expect(extents.map(\.low) == [1, 1, 0])
    #expect(extents.map(\.high) == [9, 9, 700])
  }

  @Test("the y axis of a panel with a diagonal contains the x axis' values")
  func diagonal() {
    let panel = Panel(
      x: Axis("x"), y: Axis("y"), marks: [.points([Point(-3, 50, "")], series: 0), .diagonal(label: "y = x")])
    #expect(panel.yValues.sorted() == [-3, 50])
  }
}
