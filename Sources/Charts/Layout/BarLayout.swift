extension PanelLayout {
  /// A bar beside those of the other series in its band.
  func sideBySide(_ bar: Bar) -> Box {
    let places = barPlaces
    let slot = min(x.scale.bandWidth * Self.shareOfBand / Double(places.count), Self.widestBar)
    let index = places.firstIndex(of: bar.series) ?? 0
    let first = x.scale.place(Double(bar.band)) - slot * Double(places.count) / 2
    return box(bar, left: first + slot * Double(index), width: slot)
  }

  /// A bar in the middle of its band.
  func stacked(_ bar: Bar) -> Box {
    let width = min(x.scale.bandWidth * Self.shareOfBand, Self.widestBar)
    return box(bar, left: x.scale.place(Double(bar.band)) - width / 2, width: width)
  }

  /// Series that have bars side by side in the panel, in order.
  var barPlaces: [Int] {
    var series: Set<Int> = []
    for case .bars(let bars) in panel.marks { series.formUnion(bars.map(\.series)) }
    return series.sorted()
  }

  /// All bars.
  var barBoxes: [Box] {
    panel.marks.flatMap { mark in
      switch mark {
      case .bars(let bars): bars.map(sideBySide)
      case .stack(let bars): bars.map(stacked)
      case .points, .line, .cells, .verticalRule, .horizontalRule, .diagonal: [Box]()
      }
    }
  }

  static let shareOfBand = 0.8
  static let widestBar = 64.0

  private func box(_ bar: Bar, left: Double, width: Double) -> Box {
    let low = bar.low.map(y.scale.place) ?? y.scale.base
    let high = y.scale.place(bar.high)
    return Box(left: left, top: min(low, high), width: width, height: abs(high - low))
  }
}
