import Foundation
import Testing

@testable import Networks

@Suite struct ActivationDerivativeTests {
  static let all = ActivationTests.all

  /// Away from corners |D(h) − ρ′| ≤ h² |ρ‴| / 6 + 16 u max(1, |ρ|) / h, with |ρ‴| ≤ 1 for all (1/8 for the sigmoid, 2 for tanh):
  /// at h = 2⁻¹⁶ below 2 · 2⁻³² / 6 + 16 · 12 · 2⁻³⁷ < 2⁻²⁹.
  @Test("ρ′ = (ρ(x + h) − ρ(x − h)) / 2h away from corners", arguments: all) func differences(_ ρ: Activation) {
    let h = 0x1p-16
    var corners = [0.0, 6]
    if case .clip(let lower, let upper) = ρ { corners = [lower, upper] }
    var compared = 0
    for x in stride(from: -11.9, through: 12, by: 0.0625) where corners.allSatisfy({ abs(x - $0) > h }) {
      compared += 1
      #expect(abs(ρ.derivative(x) - (ρ(x + h) - ρ(x - h)) / (2 * h)) <= 0x1p-29, "\(ρ)′(\(x))")
    }
    #expect(compared >= 380)
  }

  @Test("at a corner it is the derivative from the left: relu 0, relu6 0 and 1, clip(1, 2) 0 and 1, leaky 0.01, elu 1")
  func corners() {
    #expect(
      Activation.relu.derivative(0) == 0 && Activation.relu6.derivative(0) == 0 && Activation.relu6.derivative(6) == 1)
    let clip = Activation.clip(lower: 1, upper: 2)
    #expect(
      clip.derivative(1) == 0 && clip.derivative(2) == 1 && clip.derivative(1.5) == 1 && clip.derivative(2.1) == 0)
    #expect(Activation.clip(lower: 1, upper: 1).derivative(1) == 0)
    #expect(Activation.leakyReLU.derivative(0) == 0.01 && Activation.elu.derivative(0) == 1)
  }

  @Test("hand values: σ′(0) = ¼, softplus′(0) = ½, tanh′(0) = 1, gelu′(0) = ½, silu′(0) = ½, elu′(−1) = 1/e")
  func hand() {
    #expect(Activation.sigmoid.derivative(0) == 0.25 && Activation.softplus.derivative(0) == 0.5)
    #expect(Activation.tanh.derivative(0) == 1 && Activation.silu.derivative(0) == 0.5)
    #expect(abs(Activation.gelu.derivative(0) - 0.5) < 1e-16 && abs(Activation.elu.derivative(-1) - 1 / M_E) < 1e-16)
  }

  @Test("far arguments neither overflow nor give NaN; admitted activations keep 0 ≤ ρ′ ≤ ℓ", arguments: all)
  func extremes(_ ρ: Activation) {
    for x in [-1e300, -800, -40, 40, 800, 1e300] { #expect(abs(ρ.derivative(x)) <= 1.0000001, "\(ρ)′(\(x))") }
    guard ρ.obstacle == nil else { return }
    for x in stride(from: -12.0, through: 12, by: 0.01) {
      #expect(ρ.derivative(x) >= 0 && ρ.derivative(x) <= ρ.lipschitzConstant * (1 + 0x1p-50))
    }
  }
}
