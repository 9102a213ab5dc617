import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

@Suite struct LinearRelaxationTests {
  static let activations: [Activation] = [
    .relu, .relu6, .sigmoid, .softplus, .clip(lower: 0, upper: 1), .clip(lower: 0.5, upper: 2),
    .clip(lower: 0.25, upper: .infinity), .clip(lower: 3, upper: 3),
  ]
  /// Ends that are small, large, at kinks, beside kinks, subnormal.
  static let ends: [Double] = {
    let positive = [
      .leastNonzeroMagnitude, 0x1p-1063, 0x1p-1030, 1e-300, 1e-200, 1e-20, 1e-8, 0.25, 0.5, 1, 2, 3, 5.5, 6, 6.5, 20,
      36, 40,
      700, 745, 800, 1e6, 1e15, 1e30, 1e200, 1e300, .greatestFiniteMagnitude,
    ]
    let near = [0.5, 1, 2, 3, 6].flatMap { [$0.nextUp, $0.nextDown] }
    return (positive + near).flatMap { [$0, -$0] } + [0]
  }()

  #if arch(x86_64)
    /// Points of [l, u]: the ends, the kinks, points near zero, an even grid.
    private func points(_ ρ: Activation, _ l: Double, _ u: Double, grid: Int) -> [Double] {
      let kinks = [ρ.linearPart.from, ρ.linearPart.to, 0, -1, 1, -2, 2, -700, 700, 744, -744]
      let even = (0...grid).map { l + (u / 2 - l / 2) * (2 * Double($0) / Double(grid)) }
      return (even + kinks + [l, u]).filter { $0 >= l && $0 <= u }
    }

    /// 0 where the lines enclose ρ at a; how much they miss it by otherwise.
    private func violation(_ line: LinearRelaxation, _ ρ: Activation, _ a: Double) -> Float80 {
      let value = ρ.extended(Float80(a))
      let below = Float80(line.lowerSlope) * Float80(a) + Float80(line.lowerIntercept)
      let above = Float80(line.upperSlope) * Float80(a) + Float80(line.upperIntercept)
      return max(below - value, value - above, 0)
    }

    @Test(
      "both lines enclose ρ on every interval between awkward ends, without a unit to spare", arguments: activations)
    func awkwardIntervals(_ ρ: Activation) {
      let ends = Self.ends.sorted()
      for (i, l) in ends.enumerated() {
        for u in ends[i...] {
          let line = LinearRelaxation(of: ρ, from: l, to: u)
          #expect((0...1).contains(line.lowerSlope) && (0...1).contains(line.upperSlope), "\(ρ) [\(l), \(u)]")
          // Float80's own error, on numbers as large as these.
          let rounding = 0x1p-62 * Float80(max(abs(l), abs(u), 1))
          for a in points(ρ, l, u, grid: 3) {
            let exact = ρ.roundOffUnits == 0
            let missed = violation(line, ρ, a)
            #expect(
              missed <= (exact ? 0x1p-62 * Float80(a.magnitude) : rounding), "\(ρ) [\(l), \(u)] at \(a): \(missed)")
          }
        }
      }
    }

    @Test("both lines enclose ρ on random intervals, on grids of 200 points", arguments: activations)
    func randomIntervals(_ ρ: Activation) {
      var g = SeededGenerator(seed: 3)
      for _ in 0..<150 {
        let size = [0.1, 1, 4, 20].randomElement(using: &g)!
        let (a, b) = (size * g.normal() + 1, size * g.normal() + 1)
        let (l, u) = (min(a, b), max(a, b))
        let line = LinearRelaxation(of: ρ, from: l, to: u)
        for a in points(ρ, l, u, grid: 200) { #expect(violation(line, ρ, a) == 0, "\(ρ) [\(l), \(u)] at \(a)") }
      }
    }
  #endif

  @Test("an interval of one point is met within round-off", arguments: activations)
  func points(_ ρ: Activation) {
    for a in [-30, -1, 0, 0.25, 0.5, 0.7, 1, 2, 3, 6, 6.5, 30.0] {
      let line = LinearRelaxation(of: ρ, from: a, to: a)
      // 36 units for sigmoid and softplus, 4 for the others, on numbers up to 30.
      let tolerance = 80 * 0x1p-53 * max(1, abs(a))
      #expect(abs(line.lowerSlope * a + line.lowerIntercept - ρ(a)) <= tolerance, "\(ρ) at \(a)")
      #expect(abs(line.upperSlope * a + line.upperIntercept - ρ(a)) <= tolerance, "\(ρ) at \(a)")
    }
  }

  @Test(
    "ends that are infinite or no numbers: the lines hold wherever the ends do not rule it out", arguments: activations)
  func unknownEnds(_ ρ: Activation) {
    let nan = Double.nan
    for l in [-Double.infinity, nan, -1e300, -2, 0, 0.7, 3, 1e300] {
      for u in [Double.infinity, nan, 1e300, 7, 0.7, 0, -2] where !(l.isFinite && u.isFinite) && !(l > u) {
        let line = LinearRelaxation(of: ρ, from: l, to: u)
        for a in [-1e300, -1, 0, 0.6, 1, 2, 5, 8, 1e6, 1e300] where !(a < l) && !(a > u) {
          #expect(line.lowerSlope * a + line.lowerIntercept <= ρ(a), "\(ρ) [\(l), \(u)] at \(a)")
          #expect(line.upperSlope * a + line.upperIntercept >= ρ(a), "\(ρ) [\(l), \(u)] at \(a)")
        }
      }
    }
  }

  @Test("CROWN for ReLU: [−1, 3] has 0.75a + 0.75 above and a below, [−3, 1] has 0.25a + 0.75 above and 0 below")
  func crown() {
    let wide = LinearRelaxation(of: .relu, from: -1, to: 3)
    #expect((wide.lowerSlope, wide.lowerIntercept) == (1, 0))
    #expect(abs(wide.upperSlope - 0.75) < 1e-15 && abs(wide.upperIntercept - 0.75) < 1e-15)
    let narrow = LinearRelaxation(of: .relu, from: -3, to: 1)
    #expect((narrow.lowerSlope, narrow.lowerIntercept) == (0, 0))
    #expect(abs(narrow.upperSlope - 0.25) < 1e-15 && abs(narrow.upperIntercept - 0.75) < 1e-15)
    #expect(LinearRelaxation(of: .relu, from: 1, to: 3) == LinearRelaxation(of: .relu, from: 0, to: 1))
    #expect(LinearRelaxation(of: .relu, from: -1, to: 1).lowerSlope == 0, "a tie goes to 0")
  }

  @Test("ReLU6 on [−1, 8]: a·6/8 below, through (0, 0) and (8, 6); a·6/7 + 6/7 above, through (−1, 0) and (6, 6)")
  func relu6() {
    let line = LinearRelaxation(of: .relu6, from: -1, to: 8)
    #expect(abs(line.lowerSlope - 0.75) < 1e-15 && abs(line.lowerIntercept) < 1e-14)
    #expect(abs(line.upperSlope - 6.0 / 7) < 1e-15 && abs(line.upperIntercept - 6.0 / 7) < 1e-14)
  }

  @Test(
    "the area between a line and ρ is no larger than with a constant, the chord's slope, or a tangent's at an end or the middle",
    arguments: activations)
  func tightness(_ ρ: Activation) {
    var g = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      let size = [0.1, 1, 4, 10].randomElement(using: &g)!
      let (a, b) = (size * g.normal() + 1, size * g.normal() + 1)
      let (l, u) = (min(a, b), max(a, b))
      let line = LinearRelaxation(of: ρ, from: l, to: u)
      let middle = (l + u) / 2
      // Heights in the middle of the interval: the area is the width times their difference.
      let (below, above) = (
        line.lowerSlope * middle + line.lowerIntercept, line.upperSlope * middle + line.upperIntercept
      )
      let h = (u - l) * 1e-6
      func slope(_ a: Double) -> Double { min(1, max(0, (ρ(a + h) - ρ(a - h)) / (2 * h))) }
      let grid = (0...400).map { l + (u - l) * Double($0) / 400 }
      for other in [0, (ρ(u) - ρ(l)) / (u - l), slope(l), slope(u), slope(middle)] {
        let rest = grid.map { ρ($0) - other * $0 }
        // The grid misses an extremum by at most (u − l)²/8 · 400⁻² times the curvature, or (u − l)/800 at a kink.
        let missed = (u - l) / 800
        #expect(below >= rest.min()! + other * middle - missed, "below, \(ρ) [\(l), \(u)], slope \(other)")
        #expect(above <= rest.max()! + other * middle + missed, "above, \(ρ) [\(l), \(u)], slope \(other)")
      }
    }
  }
}
