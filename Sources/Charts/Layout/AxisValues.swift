extension Panel {
  /// All that the x axis must contain.
  var xValues: [Double] {
    x.includes.filter(x.scale.holds)
      + marks.flatMap { mark in
        switch mark {
        case .points(let points, _), .line(let points, _): points.map(\.x)
        case .bars(let bars), .stack(let bars): bars.map { Double($0.band) }
        case .cells(let cells, _): cells.map { Double($0.column) }
        case .verticalRule(let value, _): [value]
        case .horizontalRule, .diagonal: [Double]()
        }
      }
  }

  /// All that the y axis must contain; with a diagonal also the x axis' values, so that the line crosses the panel.
  var yValues: [Double] {
    y.includes.filter(y.scale.holds)
      + marks.flatMap { mark in
        switch mark {
        case .points(let points, _), .line(let points, _): points.map(\.y)
        case .bars(let bars), .stack(let bars): bars.flatMap(ends)
        case .cells(let cells, _): cells.map { Double($0.row) }
        case .horizontalRule(let value, _): [value]
        case .diagonal: xValues.filter(y.scale.holds)
        case .verticalRule: [Double]()
        }
      }
  }

  /// What the y axis spans.
  var yExtent: Extent? { Extent(yValues, on: y.scale, hasBars: marks.flatMap(\.allBars).contains(where: needsBase)) }

  /// True for bars that begin at 0 or, on a logarithmic axis without a beginning of their own, at its lower end.
  private func needsBase(_ bar: Bar) -> Bool { y.scale == .linear || bar.low == nil }

  private func ends(_ bar: Bar) -> [Double] {
    [bar.high] + (bar.low.map { [$0] } ?? (y.scale == .linear ? [0] : []))
  }
}

extension Figure {
  /// What the x axis of a panel spans: panels with the same axis show the same part of it, so that one can compare
  /// them from above to below.
  func xExtent(of panel: Panel) -> Extent? {
    panels.filter { $0.x.label == panel.x.label && $0.x.scale == panel.x.scale }
      .compactMap { Extent($0.xValues, on: $0.x.scale) }
      .reduce(nil) { $0?.union($1) ?? $1 }
  }
}
