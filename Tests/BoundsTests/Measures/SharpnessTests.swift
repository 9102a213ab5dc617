import Foundation
import MatrixNorms
import Testing

@testable import Bounds

@Suite struct SharpnessTests {
  @Test("what was measured, or why it was not") func measured() {
    var network = NetworkObservations(layers: [])
    network.sharpness = .value(0.25)
    #expect(Sharpness.outcome(network) == .value(0.25))
    network.sharpness = .missing(reason: "not asked for")
    #expect(Sharpness.outcome(network) == .notAvailable(reason: "not asked for"))
  }
}
