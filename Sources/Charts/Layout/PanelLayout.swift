/// Where the parts of a panel are, with the plot's upper left corner as origin.
struct PanelLayout: Equatable {
  /// The panel without what has no place on its axes.
  var panel: Panel
  /// In lines.
  var title: [String]
  var x: AxisLayout
  var y: AxisLayout
  /// What the colours of cells mean, where there are cells.
  var colourKey: ColourKey?
  /// Of the plot's upper left corner in the picture.
  var left: Double
  var top = 0.0
  var width: Double
  var height: Double

  /// Room for title and y axis' name.
  var above: Double {
    Double(title.count) * Typography.lineHeight(Typography.panelTitle)
      + Double(y.name.count) * Typography.lineHeight(Typography.text) + 4
  }

  /// Room for tick labels, the x axis' name and the colour key.
  var below: Double {
    nameBaseline + Double(max(x.name.count - 1, 0)) * Typography.lineHeight(Typography.text) + 6
      + (colourKey?.height ?? 0)
  }

  /// Of the x axis' name.
  var nameBaseline: Double {
    AxisLayout.tickGap + x.labelExtent + (x.name.isEmpty ? 0 : Typography.lineHeight(Typography.text))
  }

  /// The plot.
  var plot: Box { Box(left: 0, top: 0, width: width, height: height) }

  /// Height of a plot: less where several stand in one picture, and by the number of rows where there are cells.
  static func plotHeight(of panel: Panel, among count: Int) -> Double {
    if case .bands(let rows) = panel.y.scale { return min(max(Double(rows.count) * 30, 60), 420) }
    return count == 1 ? 300 : count == 2 ? 190 : 150
  }
}
