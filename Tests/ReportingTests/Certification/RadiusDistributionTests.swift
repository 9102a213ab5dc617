import Certification
import Testing

@testable import Reporting

@Suite("Distribution of radii")
struct RadiusDistributionTests {
  private func distribution(_ radii: [Double], tried: ClosedRange<Double> = 1e-9...1000) -> RadiusDistribution {
    RadiusDistribution(RadiusSearchOutcome(quantity: "ε", radii: radii, tried: tried))
  }

  @Test("a percentile is a radius that at least (100 − p) % of the samples reach", arguments: 1..<25)
  func percentiles(count: Int) throws {
    let radii = (0..<count).map { Double(($0 * 7) % count) }
    let distribution = distribution(radii)
    for p in RadiusDistribution.percents {
      let radius = try #require(distribution.percentile(p))
      #expect(radii.contains(radius))
      #expect(100 * radii.count { $0 >= radius } >= (100 - p) * count)
    }
  }

  @Test("percentile 50 of 1, 2, 3, 4 is 3: two of four reach it")
  func median() {
    #expect(distribution([4, 1, 3, 2]).percentile(50) == 3)
    #expect(distribution([]).percentile(50) == nil)
  }

  @Test("round radii from the last that loses no sample to the first that none reaches")
  func round() {
    #expect(distribution([0, 0.003, 0.03]).roundRadii == [0.002, 0.005, 0.01, 0.02, 0.05])
    #expect(distribution([0.003, 0.03], tried: 0.01...0.02).roundRadii == [0.02])
    #expect(distribution([0, 0]).roundRadii == [])
    #expect(distribution([]).roundRadii == [])
    #expect(distribution([1000, 1000]).roundRadii == [1000])
  }

  @Test("shares count what reaches a radius exactly")
  func shares() { #expect(distribution([1, 2, 2, 4]).share(atLeast: 2) == 0.75) }
}
