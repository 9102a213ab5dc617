import Foundation
import Testing

@testable import Networks

@Suite struct ActivationTests {
  static let all =
    Activation.named.map(\.activation) + [
      .clip(lower: 0, upper: 1), .clip(lower: 0.5, upper: .infinity), .clip(lower: -1, upper: 1),
    ]

  @Test(
    "hand values: relu6(7) = 6, σ(0) = ½, softplus(0) = ln 2, gelu(1) = Φ(1), silu(1) = σ(1), elu(−1) = 1/e − 1, leaky(−2) = −0.02"
  )
  func values() {
    #expect(Activation.relu(-1) == 0 && Activation.relu6(7) == 6 && Activation.sigmoid(0) == 0.5)
    #expect(abs(Activation.softplus(0) - log(2)) < 1e-15)
    #expect(abs(Activation.gelu(1) - 0.841_344_746_068_542_9) < 1e-15)
    #expect(abs(Activation.silu(1) - 0.731_058_578_630_004_9) < 1e-15)
    #expect(abs(Activation.elu(-1) - (1 / M_E - 1)) < 1e-15)
    #expect(Activation.leakyReLU(-2) == -0.02 && Activation.identity(-3) == -3 && Activation.tanh(0) == 0)
    #expect(Activation.clip(lower: 0.5, upper: 2)(3) == 2 && Activation.clip(lower: 0.5, upper: 2)(0) == 0.5)
  }

  @Test("far arguments neither overflow nor lose the sign", arguments: all)
  func extremes(_ ρ: Activation) {
    for x in [-1e300, -800, -40, 40, 800, 1e300] { #expect(ρ(x).isFinite, "\(ρ)(\(x))") }
  }

  @Test("admitted activations are non-negative, non-decreasing and ℓ-Lipschitz", arguments: all)
  func assumptions(_ ρ: Activation) {
    guard ρ.obstacle == nil else { return }
    let grid = stride(from: -12.0, through: 12, by: 0.01).map { $0 }
    for (a, b) in zip(grid, grid.dropFirst()) {
      #expect(ρ(a) >= 0 && ρ(b) >= ρ(a))
      #expect(ρ(b) - ρ(a) <= ρ.lipschitzConstant * (b - a) + 1e-14)
    }
    #expect(ρ.valueAtZero >= ρ(0) && ρ.valueAtZero - ρ(0) < 1e-15)
  }

  @Test("the others break an assumption that a point shows") func refused() {
    for ρ in Self.all where ρ.obstacle != nil { #expect(ρ(-1) < 0, "\(ρ)") }
  }

  @Test(
    "ρ(cx) = cρ(x) on a grid exactly where the activation is called homogeneous",
    arguments: all + [.clip(lower: 0, upper: .infinity)])
  func homogeneity(_ ρ: Activation) {
    let grid = stride(from: -12.0, through: 12, by: 0.25)
    let holds = grid.allSatisfy { x in [0, 0.5, 4].allSatisfy { c in ρ(c * x) == c * ρ(x) } }
    #expect(holds == ρ.isHomogeneous)
  }

  @Test("names as frameworks write them") func names() {
    #expect(Activation(named: "ReLU") == .relu && Activation(named: "LeakyReLU") == .leakyReLU)
    #expect(Activation(named: "leaky_relu") == .leakyReLU && Activation(named: "SiLU") == .silu)
    #expect(Activation(named: "swish") == .silu && Activation(named: "Sigmoid") == .sigmoid)
    #expect(Activation(named: "Clip(0, 1)") == .clip(lower: 0, upper: 1))
    #expect(Activation(named: "clip(1,0)") == nil && Activation(named: "clip(nan, 1)") == nil)
    for ρ in Self.all { #expect(Activation(named: ρ.name) == ρ) }
    #expect(Activation(named: "prelu") == nil && Activation(named: "") == nil)
  }
}
