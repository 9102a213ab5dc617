import Foundation
import MatrixNorms
import Testing

@testable import Bounds

@Suite struct FrobeniusNormProductTests {
  @Test("‖W‖_F = 5, 12: log₁₀ 60 = 1.7781512503836436") func product() {
    let network = NetworkObservations(layers: [
      .init(spectralNorm: 3, frobeniusNorm: 5), .init(spectralNorm: 4, frobeniusNorm: 12),
    ])
    #expect(FrobeniusNormProduct.outcome(network).isNear(1.778_151_250_383_643_6))
  }
}
