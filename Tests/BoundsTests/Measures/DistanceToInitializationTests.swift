import Foundation
import MatrixNorms
import Testing

@testable import Bounds

@Suite struct DistanceToInitializationTests {
  @Test("‖W − M‖_F = 3, 4: (9 + 16)^½ = 5; nothing moved: 0") func distance() {
    var network = NetworkObservations(layers: [])
    network.distances = .value([.init(spectral: 1, frobenius: 3), .init(spectral: 2, frobenius: 4)])
    #expect(DistanceToInitialization.outcome(network).isNear(5))
    network.distances = .value([.init(spectral: 0, frobenius: 0)])
    #expect(DistanceToInitialization.outcome(network) == .value(0))
  }

  @Test("3e200, 4e200: 5e200, although the squares overflow") func large() {
    var network = NetworkObservations(layers: [])
    network.distances = .value([.init(spectral: 1, frobenius: 3e200), .init(spectral: 2, frobenius: 4e200)])
    #expect(DistanceToInitialization.outcome(network).isNear(5e200))
  }
}
