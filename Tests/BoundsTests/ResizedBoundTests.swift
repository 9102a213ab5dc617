import MatrixNorms
import Testing

@testable import Bounds

@Suite struct ResizedBoundTests {
  @Test("at the network's own n it is the bound; at others the bound of the resized evidence", arguments: UInt64(0)..<5)
  func totals(_ seed: UInt64) {
    let evidence = randomEvidence(seed: seed)
    for bound in boundCatalogue where bound.obstacle(evidence) == nil {
      let resized = ResizedBound(bound, of: evidence)
      for n in [evidence.sampleCount, 10, 1e6, 1e30] {
        let expected = bound.terms(evidence.resized(toSampleCount: n)).map(\.value).sum
        // The same terms added in another order: a rounding for each of at most ten.
        let ratio = resized.total(atSampleCount: n).log10 - expected.log10
        #expect(abs(ratio) < 1e-13, "\(bound.key) at \(n)")
      }
    }
  }
}
