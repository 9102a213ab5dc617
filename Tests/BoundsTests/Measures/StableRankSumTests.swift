import Foundation
import MatrixNorms
import Testing

@testable import Bounds

@Suite struct StableRankSumTests {
  @Test("25/9 + 144/16 = 11.777…; a matrix of zeros adds nothing") func sum() {
    var network = NetworkObservations(layers: [
      .init(spectralNorm: 3, frobeniusNorm: 5), .init(spectralNorm: 4, frobeniusNorm: 12),
    ])
    #expect(StableRankSum.outcome(network).isNear(106.0 / 9))
    network.layers.append(.init(spectralNorm: 0, frobeniusNorm: 0))
    #expect(StableRankSum.outcome(network).isNear(106.0 / 9))
  }
}
