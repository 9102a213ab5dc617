import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

@Suite struct TheoremCertificateTests {
  /// Values up to 20, a dozen operations and the deducted round-off of three layers of at most ten inputs.
  static let roundOff = 13 * 3 * 40 * 0x1p-53

  private func margins(_ weights: [Matrix], radii: [Double], x: [Double], label: Int) throws -> [Double] {
    let layers = weights.enumerated().map { DenseLayer(name: "\($0)", weight: $1) }
    let network = try FeedForwardNetwork(layers: layers, activation: .relu)
    let ball = try PerturbedNetwork(network, radii: radii)
    return TheoremCertificate.robustMargins(ball, ForwardPass(ball, on: Matrix([x])), labels: [label])
  }

  @Test(
    "W¹ = (1,1)ᵀ, W² = (1,−1), W³ = (1,−1)ᵀ, x = 1, ε = (0.1, 0, 0.5): η = (2 + 2·0.5·1)·0.1·1·2 + 2·0.5·0 = 0.6, attained; z* of W + ε gives 0.4"
  )
  func naturalActivations() throws {
    let weights = [Matrix([[1], [1]]), Matrix([[1, -1]]), Matrix([[1], [-1]])]
    let certified = try margins(weights, radii: [0.1, 0, 0.5], x: [1], label: 0)[0]
    // Natural z² = ρ(1 − 1) = 0, so the natural margin is 0 and the certified one −0.6.
    #expect(abs(certified + 0.6) < Self.roundOff)
    // Attained for label 1: Ŵ¹ = (1.1, 0.9)ᵀ gives z² = 0.2 and Ŵ³ = (1.5, −1.5)ᵀ the margin −3 · 0.2.
    let against = try margins(weights, radii: [0.1, 0, 0.5], x: [1], label: 1)[0]
    let attacked = [Matrix([[1.1], [0.9]]), Matrix([[1, -1]]), Matrix([[1.5], [-1.5]])]
    let layers = attacked.enumerated().map { DenseLayer(name: "\($0)", weight: $1) }
    let network = try FeedForwardNetwork(layers: layers, activation: .relu)
    let reached = network.logits(Matrix([[1]])).margins(labels: [1])[0]
    #expect(abs(reached + 0.6) < Self.roundOff)
    #expect(against <= reached && abs(against - reached) < Self.roundOff)
    // The false form says no more than 0.4: the sum without the 2ε₃ that multiplies it, and z*² = ρ(1.1 − 1.1) = 0.
    #expect(reached < -0.4)
  }

  @Test("W¹ = I₁₀, W² = 1ᵀ, W³ = (1,−1)ᵀ, x = 1, ε₁ = 0.01: 10·0.01·10·2 = 2.0, attained; column norms would give 0.2")
  func rowNormsNotColumnNorms() throws {
    var identity = Matrix(rows: 10, columns: 10, repeating: 0)
    for i in 0..<10 { identity[i, i] = 1 }
    let ones = Matrix(rows: 1, columns: 10, repeating: 1)
    let last = Matrix([[1], [-1]])
    let x = [Double](repeating: 1, count: 10)
    let certified = try margins([identity, ones, last], radii: [0.01, 0, 0], x: x, label: 0)[0]
    // Natural margin: z² = 10, f₀ − f₁ = 20.
    #expect(abs(certified - (20 - 2)) < Self.roundOff)
    let lowered = identity.mapped { $0 - 0.01 }
    let layers = [lowered, ones, last].enumerated().map { DenseLayer(name: "\($0)", weight: $1) }
    let network = try FeedForwardNetwork(layers: layers, activation: .relu)
    #expect(abs(network.logits(Matrix([x])).margins(labels: [0])[0] - 18) < Self.roundOff)
  }

  @Test("one layer, D irrelevant: margin 3·2 − 1·2 = 4 less 2·0.1·‖x‖₁ = 0.4") func singleLayer() throws {
    let certified = try margins([Matrix([[3], [1]])], radii: [0.1], x: [2], label: 0)[0]
    #expect(abs(certified - 3.6) < Self.roundOff)
  }

  @Test(
    "Theorem 1, middle layer: ε₂‖z¹‖₁·D with z¹ = (2, 0), D = ‖(1, 2) − (−1, 0)‖₁ = 4: η = 0.05·2·4 = 0.4")
  func theorem1() throws {
    let weights = [Matrix([[1], [-1]]), Matrix([[1, 0], [0.5, 1]]), Matrix([[1, 2], [-1, 0]])]
    let certified = try margins(weights, radii: [0, 0.05, 0], x: [2], label: 0)[0]
    // z² = (2, 1), f = (4, −2).
    #expect(abs(certified - (6 - 0.4)) < Self.roundOff)
  }
}
