import Foundation
import MatrixNorms
import Testing

@testable import Bounds

@Suite struct SpectralNormProductOverMarginTests {
  @Test("3 · 4 / 0.5 = 24: log₁₀ 24 = 1.3802112417116061") func quotient() {
    var network = NetworkObservations(layers: [
      .init(spectralNorm: 3, frobeniusNorm: 5), .init(spectralNorm: 4, frobeniusNorm: 12),
    ])
    network.marginScale = .value(0.5)
    #expect(SpectralNormProductOverMargin.outcome(network).isNear(1.380_211_241_711_606_1))
  }

  @Test("twice the output layer and twice the margin: the same number") func scaling() {
    var network = NetworkObservations(layers: [
      .init(spectralNorm: 3, frobeniusNorm: 5), .init(spectralNorm: 4, frobeniusNorm: 12),
    ])
    network.marginScale = .value(0.5)
    let before = SpectralNormProductOverMargin.outcome(network)
    network.layers[1] = .init(spectralNorm: 8, frobeniusNorm: 24)
    network.marginScale = .value(1)
    #expect(SpectralNormProductOverMargin.outcome(network).isNear(before.log10!))
  }
}
