import Foundation
import MatrixNorms
import Testing

@testable import Bounds

@Suite struct MarginP10Tests {
  @Test("the percentile itself, whatever its sign; the smaller, the larger the gap") func percentile() {
    var network = NetworkObservations(layers: [])
    network.margins = .value(.init(p10: -0.5, p50: 2.25))
    #expect(MarginP10.outcome(network) == .value(-0.5) && MarginP10.expectation == .smaller)
  }
}
