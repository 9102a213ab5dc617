import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite struct BootstrapTests {
  private static func normal(_ count: Int, correlation r: Double, seed: UInt64) -> ([Double], [Double]) {
    var g = SeededGenerator(seed: seed)
    let x = (0..<count).map { _ in g.normal() }
    return (x, x.map { r * $0 + (1 - r * r).squareRoot() * g.normal() })
  }

  @Test("the same sample has the same intervals, another seed others") func deterministic() {
    let (x, y) = Self.normal(20, correlation: 0.5, seed: 1)
    let sample = PairedSample(x, y)
    let once = Bootstrap(of: sample, resamples: 100)
    #expect(once == Bootstrap(of: sample, resamples: 100))
    #expect(once.kendallTauB != Bootstrap(of: sample, resamples: 100, seed: 1).kendallTauB)
    #expect(once.unitCount == 20 && once.resampleCount == 100 && once.undefinedCount == 0)
  }

  @Test("a resample with weights is the sample with its pairs written out", arguments: 0..<10 as Range<UInt64>)
  func weights(seed: UInt64) {
    var g = SeededGenerator(seed: seed)
    let (x, y) = Self.normal(12, correlation: 0.3, seed: seed)
    let draws = (0..<12).map { _ in Lanes(repeating: Double(Int.random(in: 0...3, using: &g))) }
    let sample = PairedSample(x, y)
    var weighted = Resamples(sample)
    weighted.weigh(draws, of: sample.origins)
    let written = (0..<12).flatMap { pair in [Int](repeating: pair, count: Int(draws[pair][0])) }
    let plain = Correlations(of: PairedSample(written.map { x[$0] }, written.map { y[$0] }))
    let one = Correlations.all(of: &weighted)[Int(seed) % 8]
    #expect(one.kendallTauB == plain.kendallTauB)
    // At most 36 products, summed in another order or scaled by another power of two.
    #expect(abs(one.spearman! - plain.spearman!) <= 100 * 0x1p-53)
    #expect(abs(one.pearson! - plain.pearson!) <= 100 * 0x1p-53)
  }

  @Test("all in the same order: every resample that varies has 1, and the interval is 1 to 1") func perfect() {
    let line = (0..<8).map(Double.init)
    let bootstrap = Bootstrap(of: PairedSample(line, line), resamples: 200)
    for interval in [bootstrap.kendallTauB, bootstrap.spearman, bootstrap.pearson] {
      #expect(abs(interval!.lower - 1) < 1e-15 && abs(interval!.upper - 1) < 1e-15)
    }
  }

  @Test("a constant side: all resamples are undefined and counted, there is no interval") func constant() {
    let bootstrap = Bootstrap(of: PairedSample([2, 2, 2, 2, 2, 2], [1, 2, 3, 4, 5, 6]), resamples: 50)
    #expect(bootstrap.undefinedCount == 50 && bootstrap.kendallTauB == nil && bootstrap.pearson == nil)
  }

  /// A resample of six pairs, one of which is larger than the five equal others, is constant unless it has that one and another:
  /// with probability (5/6)⁶ + 6⁻⁶ = 0.3349. Four standard deviations of 1000 trials: 4 √(1000 · 0.3349 · 0.6651) = 59.7.
  @Test("five equal, one larger: (5/6)⁶ + 6⁻⁶ of the resamples are undefined and left out") func undefined() {
    let bootstrap = Bootstrap(of: PairedSample([0, 0, 0, 0, 0, 1], [1, 2, 3, 4, 5, 6]))
    #expect(abs(Double(bootstrap.undefinedCount) - 334.9) <= 59.7)
    #expect(bootstrap.kendallTauB != nil)
  }

  @Test("four units are too few for an interval; with whole runs, runs are counted") func few() {
    let (x, y) = Self.normal(40, correlation: 0.5, seed: 3)
    let four = Bootstrap(of: PairedSample(x, y), units: (0..<40).map { $0 / 10 })
    #expect(four.unitCount == 4 && four.resampleCount == 0 && four.kendallTauB == nil)
    let eight = Bootstrap(of: PairedSample(x, y), units: (0..<40).map { 3 * ($0 / 5) }, resamples: 100)
    #expect(eight.unitCount == 8 && eight.kendallTauB != nil)
  }

  @Test("runs of equal pairs: the interval of whole runs is that of one pair from each run") func clusters() {
    let (x, y) = Self.normal(10, correlation: 0.5, seed: 4)
    let each = (0..<30).map { $0 / 3 }
    let tripled = Bootstrap(of: PairedSample(each.map { x[$0] }, each.map { y[$0] }), units: each, resamples: 100)
    let single = Bootstrap(of: PairedSample(x, y), resamples: 100)
    // Spearman and Pearson do not notice that every pair stands three times, but for round-off.
    #expect(abs(tripled.spearman!.lower - single.spearman!.lower) < 1e-13)
    #expect(abs(tripled.pearson!.upper - single.pearson!.upper) < 1e-13)
  }

  /// τ of a normal pair with correlation r is (2/π) asin r. An interval that holds it in 95 of 100 cases does so in fewer than 84
  /// or in all 100 of them with probability 10⁻⁵ and 0.6 %: the binomial tails. The percentile bootstrap of 40 pairs is a little
  /// short of 95 %, which moves the number by about two.
  @Test("100 samples of 40 normal pairs, r = 0.5: the intervals hold τ = 1/3 in 84 to 99 cases") func coverage() {
    let held = (0..<100).count { seed in
      let (x, y) = Self.normal(40, correlation: 0.5, seed: UInt64(seed) + 1000)
      let interval = Bootstrap(of: PairedSample(x, y), resamples: 200).kendallTauB!
      return interval.lower <= 2 / .pi * asin(0.5) && 2 / .pi * asin(0.5) <= interval.upper
    }
    #expect((84...99).contains(held))
  }
}
