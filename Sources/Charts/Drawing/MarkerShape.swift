/// The shape of a point. Raw values are Vega-Lite's names.
enum MarkerShape: String, CaseIterable {
  case circle
  case square
  case triangleUp = "triangle-up"
  case diamond
  case triangleDown = "triangle-down"
  case cross
  case triangleRight = "triangle-right"
  case triangleLeft = "triangle-left"

  /// A marker around a place; none is wider or higher than 2.5 radii.
  func element(x: Double, y: Double, radius r: Double) -> XMLElement {
    if self == .circle {
      return XMLElement("circle", ["cx": coordinate(x), "cy": coordinate(y), "r": coordinate(r)])
    }
    // Moves relative to the place before; areas are about that of the circle.
    let moves: [(Double, Double)] =
      switch self {
      case .circle, .square: [(-0.9, -0.9), (1.8, 0), (0, 1.8), (-1.8, 0)]
      case .triangleUp: [(-1.2, 1), (1.2, -2.1), (1.2, 2.1)]
      case .triangleDown: [(-1.2, -1), (1.2, 2.1), (1.2, -2.1)]
      case .triangleRight: [(-1, -1.2), (2.1, 1.2), (-2.1, 1.2)]
      case .triangleLeft: [(1, -1.2), (-2.1, 1.2), (2.1, 1.2)]
      case .diamond: [(-1.2, 0), (1.2, -1.25), (1.2, 1.25), (-1.2, 1.25)]
      case .cross:
        [
          (-0.4, -1.2), (0.8, 0), (0, 0.8), (0.8, 0), (0, 0.8), (-0.8, 0), (0, 0.8), (-0.8, 0), (0, -0.8), (-0.8, 0),
          (0, -0.8), (0.8, 0),
        ]
      }
    let steps = moves.map { "\(coordinate($0.0 * r)) \(coordinate($0.1 * r))" }
    let path = "M\(coordinate(x)) \(coordinate(y))m\(steps[0])l\(steps.dropFirst().joined(separator: " "))z"
    return XMLElement("path", ["d": path])
  }
}
