import TestSupport
import Testing

@testable import Statistics

/// Rank correlations against scipy (Scripts/make_statistics_cases.py).
@Suite struct RankCorrelationTests {
  struct Case: Decodable, CustomTestStringConvertible {
    let name: String
    let x: [Double]
    let y: [Double]
    let kendall_tau_b: Double?
    let spearman_rho: Double?
    var testDescription: String { name }
  }
  struct File: Decodable { let cases: [Case] }
  static let cases = try! Fixtures.decode(File.self, from: "statistics/reference.json").cases

  @Test(arguments: cases) func reference(_ example: Case) {
    expect(kendallTauB(example.x, example.y), example.kendall_tau_b)
    expect(spearmanRho(example.x, example.y), example.spearman_rho)
  }

  private func expect(_ computed: Double?, _ reference: Double?) {
    guard let computed, let reference else {
      #expect(computed == nil && reference == nil)
      return
    }
    // Some tens of roundings on either side.
    #expect(abs(computed - reference) <= 1e-13)
  }

  @Test("x = (1, 2, 2), y = (1, 3, 2): 2 concordant, 1 tied in x, τ-b = 2/√(2·3)") func hand() {
    #expect(abs(kendallTauB([1, 2, 2], [1, 3, 2])! - 2 / 6.0.squareRoot()) < 1e-15)
    #expect(meanRanks([5, 1, 5, 2]) == [3.5, 1, 3.5, 2])
  }
}
