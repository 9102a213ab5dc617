import MatrixNorms
import Networks
import Testing

@testable import Certification

@Suite struct RadiusUnitTests {
  static let weight = Matrix([[-1, 3], [0.5, 2]])

  @Test(
    "ε = 1/4 of a matrix from −1 to 3: 1/4; 3/4 of full scale; 1 of the range",
    arguments: [
      (RadiusUnit.absolute, 0.25), (.largestWeight, 0.75), (.range, 1),
    ])
  func byHand(_ unit: RadiusUnit, _ expected: Double) {
    #expect(unit.radius(0.25, of: Self.weight) == .uniform(expected))
    #expect(unit.radius(0, of: Self.weight).isZero)
  }

  @Test("products and ranges round up: 0.1 · 3, and 1 − (−2⁻⁶⁰)") func roundsUp() {
    // 0.1 · 3 lies between two doubles; the remainder is exact.
    let ε = RadiusUnit.largestWeight.radius(0.1, of: Self.weight).largest
    #expect((-ε).addingProduct(0.1, 3) <= 0 && (-ε.nextDown).addingProduct(0.1, 3) > 0)
    #expect(RadiusUnit.range.radius(1, of: Matrix([[1, -0x1p-60]])) == .uniform(1 + 0x1p-52))
    #expect(RadiusUnit.largestWeight.radius(.leastNonzeroMagnitude, of: Matrix([[0.25]])).largest > 0)
  }

  @Test("a number that is no radius stays none: the network refuses it by layer", arguments: [-1, .nan, .infinity])
  func refused(_ ε: Double) throws {
    let network = try FeedForwardNetwork(
      layers: [DenseLayer(name: "a", weight: Self.weight)], activation: .relu)
    for unit in RadiusUnit.allCases {
      #expect(throws: CertificationError.self) {
        try PerturbedNetwork(network, radii: network.layers.map { LayerRadius(weight: unit.radius(ε, of: $0.weight)) })
      }
    }
    let huge = Matrix([[1e308, -1e308], [0, 0]])
    #expect(RadiusUnit.range.radius(1, of: huge) == .uniform(.infinity))
  }
}
