import Foundation
import Testing

@testable import Certification
@testable import Statistics

@Suite struct KullbackLeiblerIntervalTests {
  private func interval(_ mean: Double, _ count: Int, _ confidence: Double) -> ClosedRange<Double> {
    KullbackLeiblerInterval.interval(mean: mean, count: count, confidence: confidence)
  }

  @Test("p̂ = 1: n ln(1/p) = ln(2/δ), so p = (δ/2)^(1/n), and the upper limit is 1", arguments: [1, 10, 100, 5000])
  func allRight(_ n: Int) {
    let limits = interval(1, n, 0.95)
    // 1 − 0.95 is the double next to 0.05.
    let exact = pow((1 - 0.95) / 2, 1 / Double(n))
    #expect(limits.upperBound == 1 && limits.lowerBound <= exact && limits.lowerBound >= exact - 1e-13)
    let mirrored = interval(0, n, 0.95)
    #expect(mirrored.lowerBound == 0 && mirrored.upperBound >= 1 - exact && mirrored.upperBound <= 1 - exact + 1e-13)
  }

  /// The rounding outwards costs a few u divided by the slope of kl, which is at least 1e-3 here.
  @Test(
    "limits against 40-digit arithmetic, rounded outwards",
    arguments: [
      (0.5, 10, 0.95, 0.13881315427296448183, 0.86118684572703551817),
      (0.9, 100, 0.95, 0.79968226648934327836, 0.96205189529594694418),
      (0.996, 100, 0.99, 0.93381820478974445546, 0.99999999739348306154),
      (0.25, 100_000, 0.95, 0.24629304023800866336, 0.25373155172050011731),
    ])
  func reference(_ mean: Double, _ n: Int, _ confidence: Double, _ lower: Double, _ upper: Double) {
    let limits = interval(mean, n, confidence)
    #expect(limits.lowerBound <= lower && limits.lowerBound >= lower - 1e-12)
    #expect(limits.upperBound >= upper && limits.upperBound <= upper + 1e-12)
  }

  @Test("within Hoeffding's p̂ ± √(ln(2/δ)/(2n)), narrower with n, wider with confidence, [0, 1] for n = 0") func laws()
  {
    #expect(interval(0.3, 0, 0.95) == 0...1)
    for mean in stride(from: 0.0, through: 1, by: 0.05) {
      for n in [1, 7, 50, 1000] {
        let limits = interval(mean, n, 0.9)
        let half = (log(20) / Double(2 * n)).squareRoot() + 1e-12
        #expect(limits.lowerBound >= mean - half && limits.upperBound <= mean + half && limits.contains(mean))
        let (more, surer) = (interval(mean, 2 * n, 0.9), interval(mean, n, 0.99))
        #expect(limits.lowerBound <= more.lowerBound && more.upperBound <= limits.upperBound)
        #expect(surer.lowerBound <= limits.lowerBound && limits.upperBound <= surer.upperBound)
      }
    }
  }

  /// 3000 intervals at 90 %: fewer than 2700 − 4√(3000 · 0.9 · 0.1) = 2634 of them right would happen once in 30,000 times.
  @Test("covers the mean of coins and of uniform numbers at least as often as it says", arguments: [0.02, 0.5, 0.93])
  func coverage(_ p: Double) {
    var g = RandomStream(seed: 11, stream: 0)
    let n = 40
    var (coins, uniform) = (0, 0)
    for _ in 0..<3000 {
      let heads = (0..<n).count { _ in g.uniform() < p }
      if interval(Double(heads) / Double(n), n, 0.9).contains(p) { coins += 1 }
      // Uniform on [0, 2p] or [2p − 1, 1], whichever lies in [0, 1]: mean p.
      let half = min(p, 1 - p)
      let sum = (0..<n).reduce(0.0) { sum, _ in sum + p + half * g.symmetric() }
      if interval(sum / Double(n), n, 0.9).contains(p) { uniform += 1 }
    }
    #expect(coins >= 2634 && uniform >= 2634, "\(coins), \(uniform)")
    // Not vacuous: intervals that always cover would not notice a wrong threshold.
    #expect(coins < 3000 || p == 0.02)
  }
}
