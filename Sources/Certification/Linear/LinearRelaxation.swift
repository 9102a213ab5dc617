import Foundation
import Networks

/// Two lines that enclose an activation on an interval: lowerSlope·a + lowerIntercept ≤ ρ(a) ≤ upperSlope·a + upperIntercept for
/// l ≤ a ≤ u.
///
/// A slope in [0, 1] may be chosen freely; the intercept is then the least or largest ρ(a) − slope·a on the interval, taken
/// over its ends and the critical points, and rounded outward. So every choice is sound, and the choice is the method's:
/// CROWN's (Zhang et al. 2018), adaptive for ReLU: the upper line is the chord, the lower one 0 or a, whichever leaves
/// the smaller area. The same area decides for the others: it grows with the distance of the line from ρ in the middle.
///
/// **Error bounds.** The intercepts of ReLU and clips are off by rounding alone; those of sigmoid and softplus are widened by the
/// error of the library functions, and a critical point that is itself rounded changes ρ(a) − slope·a in second order.
public struct LinearRelaxation: Sendable, Equatable {
  /// Slope and intercept of the line below.
  public var (lowerSlope, lowerIntercept): (Double, Double)
  /// Slope and intercept of the line above.
  public var (upperSlope, upperIntercept): (Double, Double)

  /// The relaxation of ρ on [l, u]; on an interval that is not finite only the constants inf ρ and sup ρ.
  public init(of ρ: Activation, from l: Double, to u: Double) {
    self = ρ == .relu ? LinearRelaxation(reluFrom: l, to: u) : LinearRelaxation(ofAny: ρ, from: l, to: u)
  }

  private init(ofAny ρ: Activation, from l: Double, to u: Double) {
    guard l.isFinite, u.isFinite else {
      (lowerSlope, lowerIntercept) = (0, max(0, ρ(l.isNaN ? -.infinity : l) - Self.rounding(ρ, 0, 0)))
      let top = ρ(u.isNaN ? .infinity : u)
      (upperSlope, upperIntercept) = (0, top + Self.rounding(ρ, 0, top))
      return
    }
    let chord = u > l ? min(1, max(0, (ρ(u) - ρ(l)) / (u - l))) : 0
    (lowerSlope, upperSlope) = Self.slopes(of: ρ, l, u, chord: chord)
    lowerIntercept = Self.extremes(of: ρ, l, u, slope: lowerSlope).least
    upperIntercept = Self.extremes(of: ρ, l, u, slope: upperSlope).largest
  }

  /// The case that nearly all networks are: the same numbers without the search for critical points.
  @inline(__always)
  init(reluFrom l: Double, to u: Double) {
    if l >= 0 {
      (lowerSlope, lowerIntercept, upperSlope, upperIntercept) = (1, 0, 1, 0)
    } else if u <= 0 {
      (lowerSlope, lowerIntercept, upperSlope, upperIntercept) = (0, 0, 0, 0)
    } else if u - l < .infinity {
      // At l the chord is 0 and at u it is u or more: the slope is rounded up, where it underflows too, and so is −slope·l.
      upperSlope = min(1, (u / (u - l)) * (1 + 4 * unitRoundOff) + underflow)
      upperIntercept = -upperSlope * l * (1 + 4 * unitRoundOff) + underflow
      (lowerSlope, lowerIntercept) = (u > -l ? 1 : 0, 0)
    } else {
      // Also where an end is NaN: nothing is known.
      (lowerSlope, lowerIntercept, upperSlope, upperIntercept) = (0, 0, 0, u > 0 && u < .infinity ? u : .infinity)
    }
  }

  /// The slopes to use.
  private static func slopes(
    of ρ: Activation, _ l: Double, _ u: Double, chord: Double
  ) -> (lower: Double, upper: Double) {
    var middle: Double { ρ.slope(at: l + (u - l) / 2) }
    switch ρ {
    case .softplus:
      return (middle, chord)
    case .sigmoid where u <= 0:
      return (middle, chord)
    case .sigmoid where l >= 0:
      return (chord, middle)
    case .sigmoid:
      // Between convex and concave: the tangent in the middle, or the line through an end that touches the curve.
      return (tangentSlope(from: u, towards: l, chord: chord), tangentSlope(from: l, towards: u, chord: chord))
    default:
      let (a, b) = ρ.linearPart
      // Below the upper kink a clip is a ReLU, above the lower one a concave min: CROWN's choice on each side, between 0
      // and the steepest line through the kink.
      let lower = l >= a ? chord : (u - a > a - l ? (min(u, b) - a) / (u - a) : 0)
      let upper = u <= b ? chord : (b - l > u - b ? (b - max(l, a)) / (b - l) : 0)
      return (min(1, max(0, lower)), min(1, max(0, upper)))
    }
  }

  /// The slope of the line on one side of the sigmoid that is nearest in the middle of [end, limit]: the tangent there where
  /// it stays on its side up to `end`; else the line through (end, σ(end)) that touches the sigmoid between 0 and
  /// `limit`; the chord where none does. Found by bisection: any slope is sound.
  private static func tangentSlope(from end: Double, towards limit: Double, chord: Double) -> Double {
    let σ = Activation.sigmoid
    // The tangent at t passes the end on the outer side as long as t is too near to 0.
    func isTooNear(_ t: Double) -> Bool {
      let line = σ(t) + σ.slope(at: t) * (end - t)
      return end < 0 ? line <= σ(end) : line >= σ(end)
    }
    let middle = end + (limit - end) / 2
    if (middle < 0) == (limit < 0), !isTooNear(middle) { return σ.slope(at: middle) }
    guard !isTooNear(limit) else { return chord }
    var (near, far) = (0.0, limit)
    for _ in 0..<40 {
      let t = (near + far) / 2
      if isTooNear(t) { near = t } else { far = t }
    }
    return σ.slope(at: far)
  }

  /// Bounds on the least and the largest ρ(a) − slope·a on [l, u].
  private static func extremes(
    of ρ: Activation, _ l: Double, _ u: Double, slope: Double
  ) -> (least: Double, largest: Double) {
    var (least, largest) = (Double.infinity, -Double.infinity)
    for a in [l, u] + ρ.criticalPoints(slope: slope).filter({ $0 > l && $0 < u }) {
      let value = ρ(a)
      let difference = value - slope * a
      let error = rounding(ρ, slope * a, value)
      least = min(least, difference - error)
      largest = max(largest, difference + error)
    }
    return (least, largest)
  }

  /// A bound on the round-off of ρ(a) − slope·a, critical points included.
  private static func rounding(_ ρ: Activation, _ product: Double, _ value: Double) -> Double {
    (4 + 2 * ρ.roundOffUnits) * unitRoundOff * (product.magnitude + max(ρ.roundOffUnits == 0 ? 0 : 1, value.magnitude))
      + 4 * underflow
  }
}

extension Activation {
  /// ρ′(x) of a smooth activation.
  fileprivate func slope(at x: Double) -> Double {
    let σ = Activation.sigmoid(x)
    return self == .sigmoid ? σ * Activation.sigmoid(-x) : σ
  }

  /// Where ρ stops being constant and where it becomes constant again: the kinks of a piecewise linear activation.
  var linearPart: (from: Double, to: Double) {
    switch self {
    case .relu6: (0, 6)
    case .clip(let lower, let upper): (lower, upper)
    default: (0, .infinity)
    }
  }

  /// Where ρ(a) − slope·a may have an extremum inside an interval: kinks, or points with ρ′(a) = slope.
  fileprivate func criticalPoints(slope: Double) -> [Double] {
    switch self {
    case .softplus:
      return slope > 0 && slope < 1 ? [log(slope / (1 - slope))] : []
    case .sigmoid:
      guard slope > 0, slope < 0.25 else { return slope == 0.25 ? [0] : [] }
      // σ(1 − σ) = slope: the larger root by the formula, the smaller one as slope divided by it.
      let larger = (1 + (1 - 4 * slope).squareRoot()) / 2
      let a = log(larger / (slope / larger))
      return [-a, a]
    default:
      let (from, to) = linearPart
      return [from, to].filter(\.isFinite)
    }
  }
}
