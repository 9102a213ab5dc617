import Foundation
import MatrixNorms
import Testing

@testable import Bounds

@Suite struct SpectralNormProductTests {
  @Test("‖W‖₂ = 3, 4: log₁₀ 12 = 1.0791812460476249") func product() {
    let network = NetworkObservations(layers: [
      .init(spectralNorm: 3, frobeniusNorm: 5), .init(spectralNorm: 4, frobeniusNorm: 12),
    ])
    #expect(SpectralNormProduct.outcome(network).isNear(1.079_181_246_047_624_9))
  }

  @Test("500 layers of ‖W‖₂ = 0.1: log₁₀ = −500, beyond the doubles; a zero matrix: −∞, the number 0") func extremes() {
    let layer = NetworkObservations.Layer(spectralNorm: 0.1, frobeniusNorm: 0.1)
    let deep = SpectralNormProduct.outcome(NetworkObservations(layers: Array(repeating: layer, count: 500)))
    #expect(deep.isNear(-500) && deep.value == nil)
    let zero = NetworkObservations(layers: [layer, .init(spectralNorm: 0, frobeniusNorm: 0)])
    #expect(SpectralNormProduct.outcome(zero) == .log10(-.infinity) && SpectralNormProduct.outcome(zero).value == 0)
  }
}
