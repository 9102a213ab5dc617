import MatrixNorms
import Testing

@testable import Bounds

@Suite struct RampLossTests {
  @Test("γ = 2: φ(−1) = 1, φ(0) = 1, φ(½) = ¾, φ(2) = 0, φ(3) = 0, φ(−∞) = 1") func values() {
    let φ = RampLoss(marginScale: 2)
    #expect([-1, 0, 0.5, 2, 3, -.infinity].map(φ.callAsFunction) == [1, 1, 0.75, 0, 0, 1])
    #expect(φ.mean([-1, 0.5, 3, 1]) == (1 + 0.75 + 0 + 0.5) / 4)
  }

  @Test("1[t ≤ 0] ≤ φ(t) ≤ 1[t ≤ γ]", arguments: [-2, 0, 1e-300, 0.3, 0.7, 0.700_000_1, 5])
  func between(_ t: Double) {
    let φ = RampLoss(marginScale: 0.7)
    #expect((t <= 0 ? 1 : 0) <= φ(t) && φ(t) <= (t <= 0.7 ? 1 : 0))
  }

  @Test("the upper mean is above the mean and at most 1") func upper() {
    let φ = RampLoss(marginScale: 3)
    let margins = (0..<1000).map { Double($0) / 400 }
    #expect(φ.upperMean(margins).value > φ.mean(margins))
    #expect(φ.upperMean(margins).value < φ.mean(margins) + 1e-12)
    #expect(φ.upperMean([-1, -1]) == .one)
  }
}
