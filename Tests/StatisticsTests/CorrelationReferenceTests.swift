import TestSupport
import Testing

@testable import Statistics

/// Correlations against scipy (Scripts/make_statistics_cases.py).
@Suite struct CorrelationReferenceTests {
  struct Case: Decodable, CustomTestStringConvertible {
    let name: String
    let x: [Double?]
    let y: [Double?]
    let kendall_tau_b: Double?
    let spearman_rho: Double?
    let pearson_r: Double?
    var testDescription: String { name }
  }
  struct File: Decodable { let cases: [Case] }
  static let cases = try! Fixtures.decode(File.self, from: "statistics/reference.json").cases

  @Test(arguments: cases) func reference(_ example: Case) {
    let (x, y) = (example.x.map { $0 ?? .nan }, example.y.map { $0 ?? .nan })
    expect(kendallTauB(x, y), example.kendall_tau_b)
    expect(spearmanRho(x, y), example.spearman_rho)
    expect(pearsonCorrelation(x, y), example.pearson_r)
    let leftOut = zip(x, y).count { $0.isNaN || $1.isNaN }
    #expect(PairedSample(x, y).leftOut == leftOut)
  }

  /// Some tens of roundings on either side; in sums over up to 200 numbers they cancel more than they add.
  private func expect(_ computed: Double?, _ reference: Double?, sourceLocation: SourceLocation = #_sourceLocation) {
    guard let computed, let reference else {
      #expect(computed == nil && reference == nil, sourceLocation: sourceLocation)
      return
    }
    #expect(abs(computed - reference) <= 1e-13, sourceLocation: sourceLocation)
  }
}
