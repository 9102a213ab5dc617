/// Where the parts of a figure are.
struct FigureLayout: Equatable {
  var title: [String]
  var subtitle: [String]
  var legend: LegendLayout
  /// Of the legend's first row.
  var legendTop: Double
  var panels: [PanelLayout]
  var height: Double

  /// Of every picture, so that letters are equally large in all of them.
  static let width = 640.0
  static let margin = 16.0
  /// Right of the plots: the last tick label may reach into it.
  static let rightMargin = 24.0
  static let contentWidth = width - 2 * margin
  private static let panelGap = 14.0

  /// - Complexity: O(marks).
  init(_ figure: Figure) {
    var figure = figure
    figure.panels = figure.panels.map(\.drawable)
    title = TextWidth.wrapped(figure.title, to: Self.contentWidth, size: Typography.title, bold: true)
    subtitle = TextWidth.wrapped(figure.subtitle ?? "", to: Self.contentWidth, size: Typography.text)
    legend = LegendLayout(figure, left: Self.margin, width: Self.contentWidth)
    legendTop =
      12 + Double(title.count) * Typography.lineHeight(Typography.title)
      + Double(subtitle.count) * Typography.lineHeight(Typography.text) + 6
    panels = Self.panels(of: figure)
    height = legendTop + legend.height
    for index in panels.indices {
      panels[index].top = height + panels[index].above
      height = panels[index].top + panels[index].height + panels[index].below + Self.panelGap
    }
  }

  /// All plots begin and end at the same place from left to right.
  private static func panels(of figure: Figure) -> [PanelLayout] {
    let vertical = figure.panels.map { panel in
      AxisLayout(
        vertical: panel.y, extent: panel.showsData ? panel.yExtent : nil, values: panel.yValues,
        height: PanelLayout.plotHeight(of: panel, among: figure.panels.count))
    }
    let left = margin + AxisLayout.tickGap + max(vertical.map(\.labelExtent).max() ?? 0, 24)
    let width = Self.width - left - rightMargin
    return zip(figure.panels, vertical).map { panel, y in
      PanelLayout(
        panel: panel,
        title: TextWidth.wrapped(panel.title ?? "", to: contentWidth, size: Typography.panelTitle, bold: true),
        x: AxisLayout(
          horizontal: panel.x, extent: panel.showsData ? figure.xExtent(of: panel) : nil, values: panel.xValues,
          width: width, leftRoom: left),
        y: y, colourKey: ColourKey(panel.marks, width: width), left: left, width: width,
        height: abs(y.scale.start - y.scale.end))
    }
  }
}
