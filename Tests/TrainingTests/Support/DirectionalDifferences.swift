import Foundation
import TestSupport

/// Compares gradients with differences of the function along random unit directions.
///
/// With D(t) = (f(t) − f(−t)) / 2t the Richardson value is R = (4 D(h/2) − D(h)) / 3, and
/// δ⁴ = f(−h) − 4 f(−h/2) + 6 f(0) − 4 f(h/2) + f(h) tells where it may be used.
///
/// - Where f is smooth, |R − f′| ≤ h⁴ |f⁽⁵⁾| / 480 and δ⁴ ≈ (h/2)⁴ f⁗.
/// - A kink J max(0, s − t) within (−h, h) changes R by at most |δ⁴| / 2h: for t in (h/2, h) they are J (h − t) / 6h and
///   J (h − t), for t in (0, h/2) J (1.5 h − 3.5 t) / 3h and J (3t − h). Only at t = h/3 is a kink invisible, where R is off by
///   J/9: a test can fail there, it cannot pass wrongly.
/// - A value of f has an error of C u |f|, with C below a thousand operations on the way: 16 C u |f| in δ⁴ and 3 C u |f| / h in R.
///
/// So directions with |δ⁴| > τ = 2⁻³⁸ max(1, |f|) hold a kink (2⁻³⁸ = 2048 · 16 u) and are not used; in the others
/// |R − f′| ≤ τ/2h + τ |f⁽⁵⁾ / 30 f⁗| + 3 C u |f| / h ≤ τ / h, which is 4 · 10⁻⁹ for h = 2⁻¹⁰. A dense direction sees an error
/// in any entry of the gradient.
struct DirectionalDifferences {
  /// Directions compared, and those left out.
  var compared = 0, kinked = 0
  /// The largest |R − f′| in units of the tolerance.
  var worst = 0.0

  /// Draws directions until so many are compared, or three times as many were drawn.
  init(
    of f: ([Double]) -> Double, gradient: [Double], at parameters: [Double], directions: Int = 3, seed: UInt64 = 1
  ) {
    var g = SeededGenerator(seed: seed)
    let h = 0x1p-10
    let center = f(parameters)
    let τ = 0x1p-38 * max(1, abs(center))
    while compared < directions, compared + kinked < 3 * directions {
      let raw = parameters.map { _ in g.normal() }
      let length = raw.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let direction = raw.map { $0 / length }
      func value(_ t: Double) -> Double { f(zip(parameters, direction).map { $0 + t * $1 }) }
      let (a, b, c, d) = (value(-h), value(-h / 2), value(h / 2), value(h))
      guard abs(a - 4 * b + 6 * center - 4 * c + d) <= τ else {
        kinked += 1
        continue
      }
      let slope = (4 * (c - b) / h - (d - a) / (2 * h)) / 3
      let expected = zip(gradient, direction).reduce(0) { $0 + $1.0 * $1.1 }
      worst = max(worst, abs(slope - expected) * h / τ)
      // A NaN is no agreement.
      if expected.isNaN || slope.isNaN { worst = .infinity }
      compared += 1
    }
  }
}
