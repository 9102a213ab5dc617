/// A rectangle with sides along the axes; y grows downwards.
struct Box: Equatable {
  var left: Double
  var top: Double
  var width: Double
  var height: Double

  var right: Double { left + width }
  var bottom: Double { top + height }

  func overlaps(_ other: Box) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }

  func contains(x: Double, y: Double) -> Bool { left <= x && x <= right && top <= y && y <= bottom }

  /// Moved by as little as possible into another one.
  func moved(into outer: Box) -> Box {
    var result = self
    result.left = max(outer.left, min(left, outer.right - width))
    result.top = max(outer.top, min(top, outer.bottom - height))
    return result
  }
}
