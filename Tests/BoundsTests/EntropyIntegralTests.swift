import Foundation
import MatrixNorms
import TestSupport
import Testing

@testable import Bounds

@Suite struct EntropyIntegralTests {
  struct Row: Decodable {
    let A: Double
    let Q: Double
    let n: Double
    let dudley: Double
    let dudley_tight: Double
    let trivial: Bool
  }
  struct File: Decodable {
    struct Table: Decodable { let rows: [Row] }
    let dudley: Table
  }
  static let rows = try! Fixtures.decode(File.self, from: "theorem4/extended.json").dudley.rows

  @Test("both cuts on both sides of the crossing", arguments: rows.indices)
  func table(_ index: Int) {
    let row = Self.rows[index]
    let integral = EntropyIntegral(A: UpperBound(row.A), Q: UpperBound(row.Q), n: row.n)
    #expect(relativeDifference(integral.complexity(.fixed).value, row.dudley) < 1e-14)
    #expect(relativeDifference(integral.complexity(.best).value, row.dudley_tight) < 1e-14)
    if row.A > 0 { #expect(integral.isTrivial == row.trivial) }
  }

  @Test("the trivial bound wins until n = 9t²(A/Q)² with 4(1 + ln t) = t, not until 9(A/Q)²")
  func crossing() {
    let (A, Q) = (UpperBound(3), UpperBound(2))
    let until = EntropyIntegral(A: A, Q: Q, n: 1).trivialUntil.value
    #expect(relativeDifference(until, 1963.519_166_008_573 * 2.25) < 1e-12)
    #expect(EntropyIntegral(A: A, Q: Q, n: (until * 0.999).rounded()).isTrivial)
    #expect(!EntropyIntegral(A: A, Q: Q, n: (until * 1.001).rounded()).isTrivial)
    #expect(EntropyIntegral(A: A, Q: Q, n: (9 * 2.25 * 1.5).rounded()).isTrivial)
  }

  @Test(
    "the best cut is the minimum over cuts: no α of a fine grid does better",
    arguments: [(1.0, 1.0), (0.1, 5.0), (0.01, 9.0)])
  func minimum(_ pair: (Double, Double)) {
    let (A, Q) = pair
    let n = 1e5
    let best = EntropyIntegral(A: UpperBound(A), Q: UpperBound(Q), n: n).complexity(.best).value
    for step in 1...2000 {
      let α = Q * Double(step) / 2000
      let cut = 4 * α / n.squareRoot() + 12 * A / n * log(Q / α)
      #expect(best <= cut * (1 + 1e-12))
    }
  }
}
