import Foundation
import MatrixNorms
import Testing

@testable import Bounds

@Suite struct LogProductOverMarginTests {
  @Test("ln(3² · 4² / 0.5²) = ln 576 = 6.356107660695892, with the 10th percentile and not with γ") func logarithm() {
    var network = NetworkObservations(layers: [
      .init(spectralNorm: 3, frobeniusNorm: 5), .init(spectralNorm: 4, frobeniusNorm: 12),
    ])
    network.margins = .value(.init(p10: 0.5, p50: 7))
    network.marginScale = .value(100)
    #expect(LogProductOverMargin.outcome(network).isNear(6.356_107_660_695_892))
  }

  @Test("a 10th percentile of 0 or less, and a matrix of zeros, have no logarithm", arguments: [0, -1.0])
  func undefined(_ p10: Double) {
    var network = NetworkObservations(layers: [
      .init(spectralNorm: 3, frobeniusNorm: 5), .init(spectralNorm: 4, frobeniusNorm: 12),
    ])
    network.margins = .value(.init(p10: p10, p50: 1))
    #expect(LogProductOverMargin.outcome(network).reason?.contains("not positive") == true)
    network.margins = .value(.init(p10: 1, p50: 1))
    network.layers[0].spectralNorm = 0
    #expect(LogProductOverMargin.outcome(network).reason?.contains("zero") == true)
  }
}
