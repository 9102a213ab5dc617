import MatrixNorms
import Testing

@testable import Bounds

@Suite struct SampleCountNeededTests {
  @Test("n* is enough and n* − 1 is not", arguments: UInt64(0)..<20)
  func smallest(_ seed: UInt64) throws {
    for bound in boundCatalogue {
      var evidence = randomEvidence(seed: seed)
      // Small norms, so that n* lies within the whole numbers that a double has.
      for k in evidence.layers.indices {
        evidence = evidence.scaled(layer: k, by: UpperBound(0.02))
        evidence.layers[k].radius *= 0.001
      }
      let needed = try #require(BoundEvaluation(bound, on: evidence).sampleCountNeeded)
      func total(_ n: Double) -> UpperBound { bound.terms(evidence.resized(toSampleCount: n)).map(\.value).sum }
      #expect(total(needed) < .one, "\(bound.key)")
      if needed > bound.leastSampleCount, needed < 0x1p53 { #expect(total(needed - 1) >= .one, "\(bound.key)") }
    }
  }

  @Test("no sample size helps where the empirical term is 1") func never() {
    var evidence = randomEvidence(seed: 1)
    evidence.robustMargins = [-1, -2, 0]
    evidence.naturalMargins = evidence.robustMargins
    for bound in boundCatalogue { #expect(BoundEvaluation(bound, on: evidence).sampleCountNeeded == nil) }
  }
}
