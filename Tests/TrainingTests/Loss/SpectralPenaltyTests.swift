import MatrixNorms
import TestSupport
import Testing

@testable import Training

@Suite struct SpectralPenaltyTests {
  private func singularValues(_ matrix: Matrix) -> [Double] { try! LayerNorms(of: matrix).singularValues }

  @Test(
    "W = diag(3, 1), u = (1, 0): σ = 3, sum 9/2, 2 · gradient 2·3·e₁e₁ᵀ; one step from (1, 1)/√2: σ² = (81 + 1)/(9 + 1)"
  )
  func hand() {
    let layout = ParameterLayout(widths: [2, 2], hasBiases: false)
    var penalty = SpectralPenalty<Double>(factor: 2, layout: layout) { 1 }
    var gradient = [0, 0, 0, 0.0]
    // v = (3, 1)/√10, Wv = (9, 1)/√10.
    #expect(abs(penalty.add([3, 0, 0, 1], layout, to: &gradient) - 8.2 / 2) < 4e-15)
    penalty.vectors = [[1, 0]]
    gradient = [0, 0, 0, 1]
    #expect(penalty.add([3, 0, 0, 1], layout, to: &gradient) == 4.5 && gradient == [6, 0, 0, 1])
    #expect(penalty.vectors == [[1, 0]])
  }

  /// After 200 steps the other directions have (σ₂/σ₁)⁴⁰⁰ of their share, with σ₂/σ₁ < 0.9 below 10⁻¹⁸ (asserted). Then σ and
  /// uvᵀ are those of the singular value decomposition to round-off.
  @Test("converged: sum = Σσ²/2 of LAPACK's spectral norms, gradient = its differences") func converged() {
    let subject = TrainingCase(seed: 31, widths: [4, 5, 3])
    let layout = subject.layout
    var g = SeededGenerator(seed: 4)
    var penalty = SpectralPenalty<Double>(factor: 0.3, layout: layout) { g.normal() }
    var unused = Array(repeating: 0.0, count: layout.count)
    var gradient = unused
    for _ in 0..<200 { _ = penalty.add(subject.parameters, layout, to: &unused) }
    let sum = penalty.add(subject.parameters, layout, to: &gradient)
    func exact(_ parameters: [Double]) -> Double {
      subject.network(parameters).layers.reduce(0) { sum, layer in
        let σ = singularValues(layer.weight)
        return sum + σ[0] * σ[0] / 2
      }
    }
    for layer in subject.network().layers {
      let σ = singularValues(layer.weight)
      #expect(σ[1] < 0.9 * σ[0])
    }
    #expect(abs(sum - exact(subject.parameters)) < 1e-13 * sum)
    let check = DirectionalDifferences(of: { 0.3 * exact($0) }, gradient: gradient, at: subject.parameters)
    #expect(check.compared == 3 && check.worst <= 1, "\(check)")
    #expect(layout.biases.allSatisfy { gradient[$0].allSatisfy { $0 == 0 } })
  }

  @Test("σ is never above the spectral norm, and a zero matrix leaves the vector") func bounds() {
    let layout = ParameterLayout(widths: [2, 2], hasBiases: false)
    var penalty = SpectralPenalty<Double>(factor: 1, layout: layout) { 1 }
    let before = penalty.vectors
    var gradient = [0, 0, 0, 0.0]
    #expect(penalty.add([0, 0, 0, 0], layout, to: &gradient) == 0 && gradient == [0, 0, 0, 0])
    #expect(penalty.vectors == before)
    for _ in 0..<20 {
      #expect(penalty.add([3, 1, 0, 2], layout, to: &gradient) <= (7 + 13.0.squareRoot()) / 2 * 1.0000001)
    }
  }

  @Test("single precision, W = diag(10³⁰, 1): 10⁶⁰/2, though squares overflow") func large() {
    let layout = ParameterLayout(widths: [2, 2], hasBiases: false)
    var penalty = SpectralPenalty<Float>(factor: 1, layout: layout) { 1 }
    var gradient: [Float] = [0, 0, 0, 0]
    #expect(abs(penalty.add([1e30, 0, 0, 1], layout, to: &gradient) / 0.5e60 - 1) < 1e-6)
    #expect(abs(gradient[0] / 1e30 - 1) < 1e-6 && abs(penalty.vectors[0][0] - 1) < 1e-6)
  }

  @Test("NaN and infinity are seen in the sum and do not become the next step's vector") func nonFinite() {
    let layout = ParameterLayout(widths: [2, 2], hasBiases: false)
    for bad in [Float.nan, .infinity] {
      var penalty = SpectralPenalty<Float>(factor: 1, layout: layout) { 1 }
      let before = penalty.vectors
      var gradient: [Float] = [0, 0, 0, 0]
      #expect(!penalty.add([bad, 0, 0, 1], layout, to: &gradient).isFinite && penalty.vectors == before)
    }
  }
}
