import Foundation
import MatrixNorms
import Testing

@testable import Bounds

@Suite struct SpectralDistanceToInitializationTests {
  @Test("‖W − M‖₂ = 1, 2: 1 + 4 = 5") func distance() {
    var network = NetworkObservations(layers: [])
    network.distances = .value([.init(spectral: 1, frobenius: 3), .init(spectral: 2, frobenius: 4)])
    #expect(SpectralDistanceToInitialization.outcome(network) == .value(5))
  }
}
