import Charts

extension FigureCatalogue {
  static let degenerate: [Figure] =
    [
      figure("one-point", .linear, .linear, [Point(3, 4, "the only one")]),
      figure("one-point-logarithmic", .logarithmic, .logarithmic, [Point(3, 4, "the only one")]),
      figure("zero", .linear, .linear, [Point(0, 0, "zero")]),
      figure("equal-values", .linear, .logarithmic, (0..<5).map { Point(7, 0.125, "\($0)") }),
      figure(
        "nearly-equal", .linear, .linear, (0..<5).map { Point(1 + Double($0) * 1e-8, 1e6 + Double($0) * 1e-2, "\($0)") }
      ),
      figure("part-of-a-decade", .logarithmic, .logarithmic, [Point(2.1, 310, "a"), Point(2.9, 420, "b")]),
      figure("two-decades", .logarithmic, .logarithmic, [Point(0.02, 310, "a"), Point(2.9, 42_000, "b")]),
      figure("negative", .linear, .linear, [Point(-3, -400, "a"), Point(-1, 50, "b")]),
      figure("huge-linear", .linear, .linear, [Point(-1e300, -1e308, "a"), Point(1e300, 1e308, "b")]),
      figure("tiny-linear", .linear, .linear, [Point(1e-300, -1e-300, "a"), Point(3e-300, 2e-300, "b")]),
      figure("all-decades", .logarithmic, .logarithmic, [Point(1e-300, 1e-300, "a"), Point(1e300, 1e300, "b")]),
      figure("nothing", .linear, .logarithmic, []),
      figure(
        "nothing-with-a-place", .logarithmic, .linear,
        [Point(-1, 1, "a"), Point(0, 1, "b"), Point(.nan, .infinity, "c")]),
      Figure(name: "no-panels", title: "No panels", panels: []),
      Figure(name: "7-markup", title: markup, subtitle: markup, series: [markup], panels: [markupPanel]),
      longTexts, zeroBars, negativeBars, equalCells, manyCells,
    ]

  /// Characters that XML escapes or forbids.
  static let markup = "a < b & \"c\" > 'd' ]]> <script> \u{0} \u{1F} 漢字 e\u{301}"

  private static let markupPanel = Panel(
    title: markup, x: Axis(markup, .bands([markup, "b"])), y: Axis(markup),
    marks: [
      .bars([Bar(band: 0, series: 0, high: 1, hover: markup)]), .horizontalRule(0.5, label: markup),
      .verticalRule(0, label: markup),
    ])

  private static let longTexts = Figure(
    name: "long-texts", title: Array(repeating: "A title that goes on", count: 12).joined(separator: " "),
    subtitle: String(repeating: "withoutspaces", count: 30),
    series: (1...8).map { "the series with the number \($0) and a name far too long for a legend of this width" },
    panels: [
      Panel(
        title: Array(repeating: "panel", count: 40).joined(separator: " "),
        x: Axis(Array(repeating: "quantity", count: 30).joined(separator: " ")),
        y: Axis(
          Array(repeating: "quantity", count: 30).joined(separator: " "),
          .bands((1...30).map { "a category with a long name, number \($0)" })),
        marks: (0..<8).map { .points([Point(Double($0), Double($0 * 3), "a")], series: $0) }
          + (0..<5).map {
            .verticalRule(
              Double($0),
              label: "a rule with a label that is far longer than the panel is wide, number \($0), "
                + "and on it goes and goes")
          } + [.verticalRule(7, label: "right end")])
    ])

  private static let zeroBars = Figure(
    name: "zero-bars", title: "Bars of height zero",
    panels: [
      Panel(
        x: Axis("", .bands(["a"])), y: Axis("y"),
        marks: [.bars([Bar(band: 0, series: 0, high: 0, hover: "zero")])])
    ])

  private static let negativeBars = Figure(
    name: "negative-bars", title: "Bars below zero, a stack on a logarithmic axis", series: ["a", "b"],
    panels: [
      Panel(
        x: Axis("", .bands(["a", "b"])), y: Axis("y"),
        marks: [.bars([Bar(band: 0, series: 0, high: -3, hover: "a"), Bar(band: 1, series: 0, high: -1, hover: "b")])]),
      Panel(
        x: Axis("", .bands(["a"])), y: Axis("y", .logarithmic),
        marks: [
          .stack([
            Bar(band: 0, series: 0, low: 0, high: 10, hover: "a"),
            Bar(band: 0, series: 1, low: 10, high: 90, hover: "b"),
          ])
        ]),
    ])

  private static let equalCells = Figure(
    name: "equal-cells", title: "Cells of one value",
    panels: [
      Panel(
        x: Axis("x", .bands(["a", "b"])), y: Axis("y", .bands(["c"])),
        marks: [
          .cells(
            (0..<2).map { Cell(column: $0, row: 0, value: 5, text: "five", hover: "5") }, meaning: "always 5")
        ])
    ])

  private static let manyCells = Figure(
    name: "many-cells", title: "Cells too small for texts",
    panels: [
      Panel(
        x: Axis("x", .bands((0..<60).map { "\($0)" })), y: Axis("y", .bands((0..<20).map { "row \($0)" })),
        marks: [
          .cells(
            (0..<1200).map {
              Cell(column: $0 % 60, row: $0 / 60, value: Double($0), text: "\($0)", hover: "cell \($0)")
            }, meaning: "index")
        ])
    ])

  private static func figure(_ name: String, _ x: Axis.Scale, _ y: Axis.Scale, _ points: [Point]) -> Figure {
    Figure(
      name: name, title: "Degenerate: \(name)",
      panels: [Panel(x: Axis("x (units)", x), y: Axis("y (units)", y), marks: [.points(points, series: 0)])])
  }
}
