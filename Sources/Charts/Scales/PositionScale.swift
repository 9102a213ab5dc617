import Glibc

/// Where the values of an axis lie between two places of the picture.
struct PositionScale: Equatable {
  /// How values become places.
  let scale: Axis.Scale
  /// What lies at `start`, in units of the scale: a value, a decimal logarithm, or an index of bands.
  let low: Double
  /// What lies at `end`.
  let high: Double
  /// In units of the picture.
  let start: Double
  /// In units of the picture; above `start`, and so less, on a vertical axis.
  let end: Double

  /// Bands share the length evenly; a continuous axis keeps its extent `inset` away from both ends, except where bars
  /// stand on one.
  ///
  /// - Parameter extent: nil for an axis without values.
  init(_ scale: Axis.Scale, extent: Extent?, from start: Double, to end: Double, inset: Double) {
    self.scale = scale
    self.start = start
    self.end = end
    if case .bands(let names) = scale {
      low = -0.5
      high = Double(max(names.count, 1)) - 0.5
      return
    }
    guard let extent else {
      low = 0
      high = 1
      return
    }
    let insets = (extent.standsOnLow ? 0 : inset, extent.hangsFromHigh ? 0 : inset)
    let length = abs(end - start)
    let unit = (extent.high / 2 - extent.low / 2) / (length - insets.0 - insets.1)
    // At the ends of the doubles there is no room to add.
    low = max(extent.low - 2 * unit * insets.0, -.greatestFiniteMagnitude)
    high = min(extent.high + 2 * unit * insets.1, .greatestFiniteMagnitude)
  }

  /// The place of a value.
  ///
  /// - Complexity: O(1).
  func place(_ value: Double) -> Double {
    let position = scale == .logarithmic ? log10(value) : value
    // Halved: the difference of the largest numbers overflows.
    return start + (position / 2 - low / 2) / (high / 2 - low / 2) * (end - start)
  }

  /// The place where bars without a lower end begin: 0, or the lower end of a logarithmic axis.
  var base: Double { scale == .logarithmic ? start : place(0) }

  /// Width of one band.
  var bandWidth: Double { abs(end - start) / (high - low) }

  /// The value at `start`, and at `end`.
  var domain: ClosedRange<Double> {
    guard scale == .logarithmic else { return low...high }
    return max(pow(10, low), .leastNonzeroMagnitude)...min(pow(10, high), .greatestFiniteMagnitude)
  }
}

extension Axis.Scale {
  /// Whether a value has a place on it: finite, positive on a logarithmic one, within the bands.
  func holds(_ value: Double) -> Bool {
    switch self {
    case .linear: value.isFinite
    case .logarithmic: value.isFinite && value > 0
    case .bands(let names): value >= 0 && value <= Double(names.count - 1)
    }
  }
}
