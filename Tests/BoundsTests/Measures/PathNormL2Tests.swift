import Foundation
import MatrixNorms
import Testing

@testable import Bounds

@Suite struct PathNormL2Tests {
  @Test("10^−800 is told by its logarithm") func logarithm() {
    var network = NetworkObservations(layers: [])
    let tiny = [1e-200, 1e-200, 1e-200, 1e-200].map { UpperBound($0) }.product
    network.pathNorms = .value(.init(l1: .one, l2: tiny))
    // 1e−200 as a double is off by less than u, and four of them by 4u/ln 10.
    #expect(PathNormL2.outcome(network).isNear(-800))
  }
}
