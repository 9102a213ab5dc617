extension Panel {
  /// The panel without what has no place on its axes, and with bars that begin where a logarithmic axis does.
  var drawable: Panel {
    var result = self
    result.marks = marks.compactMap { mark in
      switch mark {
      case .points(let points, let series): nonEmpty(points.filter(holds)).map { .points($0, series: series) }
      case .line(let points, let series): nonEmpty(points.filter(holds)).map { .line($0, series: series) }
      case .bars(let bars): nonEmpty(bars.compactMap(drawable)).map { .bars($0) }
      case .stack(let bars): nonEmpty(bars.compactMap(drawable)).map { .stack($0) }
      case .cells(let cells, let meaning): nonEmpty(cells.filter(holds)).map { .cells($0, meaning: meaning) }
      case .verticalRule(let value, _): x.scale.holds(value) ? mark : nil
      case .horizontalRule(let value, _): y.scale.holds(value) ? mark : nil
      case .diagonal: x.scale.isContinuous && y.scale.isContinuous ? mark : nil
      }
    }
    return result
  }

  /// Whether there is something besides rules.
  var showsData: Bool { marks.contains { !$0.isRule } }

  private func holds(_ point: Point) -> Bool { x.scale.holds(point.x) && y.scale.holds(point.y) }

  private func holds(_ cell: Cell) -> Bool {
    x.scale.holds(Double(cell.column)) && y.scale.holds(Double(cell.row)) && cell.value.isFinite
  }

  private func drawable(_ bar: Bar) -> Bar? {
    guard x.scale.holds(Double(bar.band)), y.scale.holds(bar.high) else { return nil }
    var result = bar
    if let low = bar.low, !y.scale.holds(low) { result.low = nil }
    return result
  }

  private func nonEmpty<Element>(_ elements: [Element]) -> [Element]? { elements.isEmpty ? nil : elements }
}

extension Mark {
  var isRule: Bool {
    switch self {
    case .verticalRule, .horizontalRule, .diagonal: true
    case .points, .line, .bars, .stack, .cells: false
    }
  }

  /// The bars, side by side or stacked.
  var allBars: [Bar] {
    switch self {
    case .bars(let bars), .stack(let bars): bars
    case .points, .line, .cells, .verticalRule, .horizontalRule, .diagonal: []
    }
  }

  /// Indices of the series that occur.
  var occurringSeries: Set<Int> {
    switch self {
    case .points(_, let series), .line(_, let series): [series]
    case .bars(let bars), .stack(let bars): Set(bars.map(\.series))
    case .cells, .verticalRule, .horizontalRule, .diagonal: []
    }
  }
}

extension Axis.Scale {
  var isContinuous: Bool {
    if case .bands = self { false } else { true }
  }
}
