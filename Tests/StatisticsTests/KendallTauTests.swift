import TestSupport
import Testing

@testable import Statistics

@Suite struct KendallTauTests {
  @Test("x = (1, 2, 2), y = (1, 3, 2): 2 concordant, 1 tied in x, τ-b = 2/√(2·3)") func hand() {
    #expect(abs(kendallTauB([1, 2, 2], [1, 3, 2])! - 2 / 6.0.squareRoot()) < 1e-15)
  }

  @Test("x = (1, 2, 3, 4), y = (1, 3, 2, 4): 5 concordant, 1 discordant of 6, τ = 4/6") func noTies() {
    #expect(abs(kendallTauB([1, 2, 3, 4], [1, 3, 2, 4])! - 4 / 6.0) < 1e-15)
  }

  @Test("−∞ is smaller than every number and ties with itself: as (0, 0, 1, 2)") func infinite() {
    let y = [3.0, 1, 2, 4]
    #expect(kendallTauB([-.infinity, -.infinity, 1, 2], y) == kendallTauB([0, 0, 1, 2], y))
  }

  @Test("the sorted count equals the definition over all pairs, 60 samples with ties", arguments: 0..<60)
  func definition(seed: UInt64) {
    var g = SeededGenerator(seed: seed)
    let (count, values) = (Int.random(in: 2...70, using: &g), Int.random(in: 1...40, using: &g))
    func numbers() -> [Double] { (0..<count).map { _ in Double(Int.random(in: 0...values, using: &g)) } }
    let (x, y) = (numbers(), numbers())
    var (score, untiedX, untiedY) = (0, 0, 0)
    for i in x.indices {
      for j in 0..<i {
        let (a, b) = ((x[i] - x[j]).sign(), (y[i] - y[j]).sign())
        score += a * b
        untiedX += a * a
        untiedY += b * b
      }
    }
    let τ = kendallTauB(x, y)
    guard untiedX > 0, untiedY > 0 else {
      #expect(τ == nil)
      return
    }
    // Whole numbers, two roots, a product and a quotient: four roundings.
    #expect(abs(τ! - Double(score) / (Double(untiedX) * Double(untiedY)).squareRoot()) <= 4 * 0x1p-53)
  }
}

extension Double {
  fileprivate func sign() -> Int { self > 0 ? 1 : self < 0 ? -1 : 0 }
}
