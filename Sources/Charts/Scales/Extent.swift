import Glibc

/// What an axis spans, in units of its scale: values, or decimal logarithms.
struct Extent: Equatable {
  var low: Double
  var high: Double
  /// Whether bars stand on the lower end, so that it is the frame itself.
  var standsOnLow = false
  /// Whether bars hang from the upper end.
  var hangsFromHigh = false

  /// Of values that the axis holds; nil where there are none.
  ///
  /// - Parameter hasBars: whether bars begin at 0 or, on a logarithmic axis, at its lower end.
  init?(_ values: [Double], on scale: Axis.Scale, hasBars: Bool = false) {
    let places = scale == .logarithmic ? values.map { log10($0) } : values
    guard let low = places.min(), let high = places.max() else { return nil }
    self.low = low
    self.high = high
    if hasBars, scale == .logarithmic {
      // A decade, a tenth of one below the shortest bar at least, so that one sees it.
      self.low = (low - 0.1).rounded(.down)
      standsOnLow = true
    } else if hasBars {
      standsOnLow = low == 0
      hangsFromHigh = high == 0 && low < 0
    }
    widen(on: scale)
  }

  /// Both.
  func union(_ other: Extent) -> Extent {
    var result = self
    result.low = min(low, other.low)
    result.high = max(high, other.high)
    result.standsOnLow = standsOnLow && other.standsOnLow
    result.hangsFromHigh = hangsFromHigh && other.hangsFromHigh
    return result
  }

  /// Equal values get room around them: half a decade, half their magnitude, or one.
  private mutating func widen(on scale: Axis.Scale) {
    let magnitude = max(abs(low), abs(high))
    guard high - low <= max(magnitude * Self.smallestRelativeSpan, Self.smallestSpan) else { return }
    let room = scale == .logarithmic ? 0.5 : magnitude <= Self.smallestSpan ? 1 : magnitude / 2
    if !standsOnLow { low = max(low - room, -.greatestFiniteMagnitude) }
    if !hangsFromHigh { high = min(high + room, .greatestFiniteMagnitude) }
  }

  /// Below it, ticks could not be told apart by their labels.
  private static let smallestRelativeSpan = 1e-9
  /// Below it, places could not be computed.
  private static let smallestSpan = 1e-290
}
