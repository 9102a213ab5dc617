/// Scale, ticks and name of one axis.
struct AxisLayout: Equatable {
  var scale: PositionScale
  var ticks: [Tick]
  /// The axis' label in lines.
  var name: [String]
  /// Whether names of bands rise at 45°.
  var isSlanted = false
  /// Room across the axis that the tick labels take.
  var labelExtent: Double

  /// Marks stay this far from the frame.
  static let inset = 9.0
  /// Between the frame and tick labels.
  static let tickGap = 8.0
}

extension AxisLayout {
  /// From the bottom, `height`, up to 0.
  init(vertical axis: Axis, extent: Extent?, values: [Double], height: Double) {
    scale = PositionScale(axis.scale, extent: extent, from: height, to: 0, inset: Self.inset)
    if case .bands(let names) = axis.scale {
      let thinning = BandTicks.thinning(bandWidth: scale.bandWidth, labelExtent: Typography.text + 4)
      let labels = BandTicks.widest(names) <= Self.longestBandName ? names : BandTicks.distinctParts(names)
      ticks = BandTicks.ticks(names, as: labels, every: thinning, width: Self.longestBandName)
    } else {
      ticks = extent == nil ? [] : scale.ticks(count: max(2, Int(height / 26)), integral: Self.areWhole(values))
    }
    name = Self.name(axis, arrow: "↑")
    labelExtent = Self.widestLabel(ticks)
  }

  /// From 0 to `width`; names of bands may reach `leftRoom` beyond 0.
  init(horizontal axis: Axis, extent: Extent?, values: [Double], width: Double, leftRoom: Double) {
    scale = PositionScale(axis.scale, extent: extent, from: 0, to: width, inset: Self.inset)
    name = Self.name(axis, arrow: "→")
    ticks = []
    labelExtent = Typography.text
    if case .bands(let names) = axis.scale {
      layOutBands(names, leftRoom: leftRoom)
    } else if extent != nil {
      ticks = fittingTicks(most: max(2, Int(width / 64)), integral: Self.areWhole(values))
      dropOverhangingLabels(from: -leftRoom, to: width + FigureLayout.rightMargin)
    }
  }

  private static let longestBandName = 120.0
  /// Names up to this width are thinned rather than slanted.
  private static let shortName = 40.0
  /// From one slanted name to the next along the axis: a line's height over sin 45°.
  private static let slantedSpacing = 19.0

  /// In this order of preference: level, slanted, level without the parts that all names share, slanted and shortened.
  private mutating func layOutBands(_ names: [String], leftRoom: Double) {
    // The first name must not reach beyond the picture's left edge.
    let room = min(Self.longestBandName, (leftRoom + scale.bandWidth / 2) / Self.sine - Typography.text)
    let distinct = BandTicks.distinctParts(names)
    if let level = levelTicks(names, as: names) {
      ticks = level
    } else if BandTicks.widest(names) > room, let level = levelTicks(names, as: distinct) {
      ticks = level
    } else {
      let labels = BandTicks.widest(names) <= room ? names : distinct
      let thinning = BandTicks.thinning(bandWidth: scale.bandWidth, labelExtent: Self.slantedSpacing)
      isSlanted = true
      ticks = BandTicks.ticks(names, as: labels, every: thinning, width: room)
      labelExtent = (Self.widestLabel(ticks) + Typography.text) * Self.sine
    }
  }

  /// Nil where labels are too wide for their bands and too long to be thinned.
  private func levelTicks(_ names: [String], as labels: [String]) -> [Tick]? {
    let extent = BandTicks.widest(labels) + 6
    guard extent <= max(scale.bandWidth, Self.shortName) else { return nil }
    let thinning = BandTicks.thinning(bandWidth: scale.bandWidth, labelExtent: extent)
    return BandTicks.ticks(names, as: labels, every: thinning, width: extent)
  }

  /// Of 45°.
  private static let sine = 0.5.squareRoot()

  /// As many as have room for their labels.
  private func fittingTicks(most: Int, integral: Bool) -> [Tick] {
    for count in stride(from: most, through: 2, by: -1) {
      let ticks = scale.ticks(count: count, integral: integral)
      if labelsFit(ticks) { return ticks }
    }
    return scale.ticks(count: 1, integral: integral)
  }

  private func labelsFit(_ ticks: [Tick]) -> Bool {
    let spans = ticks.compactMap { tick in
      tick.label.map { (centre: scale.place(tick.value), half: TextWidth.estimate($0, size: Typography.text) / 2 + 4) }
    }
    .sorted { $0.centre < $1.centre }
    return zip(spans, spans.dropFirst()).allSatisfy { $0.centre + $0.half <= $1.centre - $1.half }
  }

  private mutating func dropOverhangingLabels(from left: Double, to right: Double) {
    for index in ticks.indices {
      guard let label = ticks[index].label else { continue }
      let half = TextWidth.estimate(label, size: Typography.text) / 2
      let centre = scale.place(ticks[index].value)
      if centre - half < left || centre + half > right { ticks[index].label = nil }
    }
  }

  private static func widestLabel(_ ticks: [Tick]) -> Double {
    ticks.compactMap(\.label).map { TextWidth.estimate($0, size: Typography.text) }.max() ?? 0
  }

  private static func areWhole(_ values: [Double]) -> Bool { values.allSatisfy { $0 == $0.rounded() } }

  private static func name(_ axis: Axis, arrow: String) -> [String] {
    guard !axis.label.isEmpty else { return [] }
    let text =
      switch (axis.scale.isContinuous, arrow) {
      case (false, _): axis.label
      case (true, "↑"): "↑ \(axis.label)"
      case (true, _): "\(axis.label) →"
      }
    return TextWidth.wrapped(text, to: FigureLayout.contentWidth, size: Typography.text)
  }
}

extension PositionScale {
  /// Ticks of a continuous axis.
  func ticks(count: Int, integral: Bool) -> [Tick] {
    scale == .logarithmic
      ? LogarithmicTicks.ticks(fromPower: low, toPower: high, count: count)
      : LinearTicks.ticks(from: low, to: high, count: count, integral: integral)
  }
}
