import Foundation
import TestSupport
import Testing

@testable import Statistics

/// What must hold for any sample; 20 samples, some with ties.
@Suite struct CorrelationLawTests {
  struct Sample {
    var x: [Double], y: [Double]

    init(_ seed: UInt64) {
      var g = SeededGenerator(seed: seed)
      let count = Int.random(in: 3...50, using: &g)
      let step = seed % 2 == 0 ? 0.5 : 1e-9
      x = (0..<count).map { _ in (g.normal() / step).rounded() * step }
      y = (0..<count).map { _ in (g.normal() / step).rounded() * step }
    }
  }

  private func all(_ x: [Double], _ y: [Double]) -> Correlations { Correlations(of: PairedSample(x, y)) }

  @Test("a growing transformation leaves rank statistics alone, to the bit", arguments: 0..<20 as Range<UInt64>)
  func monotone(seed: UInt64) {
    let sample = Sample(seed)
    let (plain, grown) = (all(sample.x, sample.y), all(sample.x.map { exp($0) }, sample.y.map { 2 * $0 + 1 }))
    #expect(plain.kendallTauB == grown.kendallTauB && plain.spearman == grown.spearman)
  }

  @Test("minus one side turns every sign, to the bit", arguments: 0..<20 as Range<UInt64>) func signs(seed: UInt64) {
    let sample = Sample(seed)
    let (plain, turned) = (all(sample.x, sample.y), all(sample.x, sample.y.map { -$0 }))
    #expect(plain.kendallTauB == turned.kendallTauB.map { -$0 } && plain.spearman == turned.spearman.map { -$0 })
    expectClose(plain.pearson, turned.pearson.map { -$0 })
  }

  @Test("sides can change places, pairs their order", arguments: 0..<20 as Range<UInt64>) func order(seed: UInt64) {
    let sample = Sample(seed)
    var g = SeededGenerator(seed: seed + 100)
    let order = sample.x.indices.shuffled(using: &g)
    let (plain, swapped) = (all(sample.x, sample.y), all(sample.y, sample.x))
    let shuffled = all(order.map { sample.x[$0] }, order.map { sample.y[$0] })
    #expect(plain == shuffled && plain.kendallTauB == swapped.kendallTauB)
    expectClose(plain.spearman, swapped.spearman)
    expectClose(plain.pearson, swapped.pearson)
  }

  @Test("every correlation is between −1 and 1", arguments: 0..<20 as Range<UInt64>) func range(seed: UInt64) {
    let sample = Sample(seed)
    let every = all(sample.x, sample.y)
    for value in [every.kendallTauB, every.spearman, every.pearson] { #expect(abs(value ?? 0) <= 1 + 1e-15) }
  }

  /// Sums of at most 50 products in another order: 50 roundings of numbers that sum to at most 1.
  private func expectClose(_ a: Double?, _ b: Double?) {
    #expect((a == nil) == (b == nil) && abs((a ?? 0) - (b ?? 0)) <= 100 * 0x1p-53)
  }
}
