import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

/// Numbers below 16: 4(d_k + d_{k−1} + 16)u ≤ 80u of 2 · 2 · 16 are deducted in each of two layers, less than 10⁻¹².
@Suite struct BackwardPassTests {
  /// x = 2, W¹ = (1, −1)ᵀ ± 0.25, W² = (1, 1) ± 0.5 and its negative, by hand.
  private func pass(_ radius: WeightRadius) throws -> (PerturbedNetwork, ForwardPass) {
    let layers = [
      DenseLayer(name: "1", weight: Matrix([[1], [-1]])), DenseLayer(name: "2", weight: Matrix([[1, 1], [-1, 1]])),
    ]
    let network = try FeedForwardNetwork(layers: layers, activation: .relu)
    let ball = try PerturbedNetwork(
      network, radii: [LayerRadius(weight: radius), LayerRadius(weight: .uniform(0.5))])
    return (ball, ForwardPass(ball, on: Matrix([[2]])))
  }

  @Test(
    "a¹ ∈ [1.5, 2.5] × [−2.5, −1.5]: (1 − 0.5)z₁ + (1 − 0.5)z₂ ≥ 0.5·1.5, −1.5z₁ + 0.5z₂ ≥ −1.5·2.5 in every form of E",
    arguments: [WeightRadius.uniform(0.25), .rows([0.25, 0.25]), .entries(Matrix([[0.25], [0.25]]))])
  func stableNeurons(_ radius: WeightRadius) throws {
    let (ball, pass) = try pass(radius)
    var backward = BackwardPass(ball, pass)
    backward.append(IntervalPass(perturbed: ball).firstRanges(pass))
    let bounds = backward.lowerBounds(
      of: backward.functions(ball.network.layers[1].weight, .uniform(0.5), norm: ball.perturbedRowNorm(2)),
      samples: [0, 0])
    for row in 0..<2 {
      #expect(bounds[row, 0] <= 0.75 && bounds[row, 0] > 0.75 - 1e-12)
      #expect(bounds[row, 1] <= -3.75 && bounds[row, 1] > -3.75 - 1e-12)
    }
  }

  /// The largest ReLU slope on [−2, 6] is 0.75: −z ≥ −0.75a − 1.5, z ≥ a.
  @Test(
    "an unstable neuron pulls back its line: a² = z¹ − 2 ∈ [−2, 6], f = (z², −z²): z² ≥ a² ≥ −2 and −z² ≥ −0.75·6 − 1.5 = −6"
  )
  func unstableNeuron() throws {
    let layers = [
      DenseLayer(name: "1", weight: Matrix([[1]])), DenseLayer(name: "2", weight: Matrix([[1]]), bias: [-2]),
      DenseLayer(name: "3", weight: Matrix([[1], [-1]])),
    ]
    let network = try FeedForwardNetwork(layers: layers, activation: .relu)
    let still = LayerRadius(weight: .uniform(0))
    // z¹ ∈ [0, 8].
    let ball = try PerturbedNetwork(
      network, radii: [LayerRadius(weight: .uniform(1)), still, still])
    let pass = ForwardPass(ball, on: Matrix([[4]]))
    let (ranges, backward) = LinearRanges.run(ball, pass)
    #expect(abs(ranges[1].lower[0, 0] + 2) < 1e-12 && abs(ranges[1].upper[0, 0] - 6) < 1e-12)
    let bounds = backward.lowerBounds(
      of: backward.functions(layers[2].weight, .uniform(0), norm: 1), samples: [0])
    #expect(bounds[0, 0] <= -2 && bounds[0, 0] > -2 - 1e-12)
    #expect(bounds[0, 1] <= -6 && bounds[0, 1] > -6 - 1e-12)
  }

  @Test("more functions than one product takes, more samples than one group: the same numbers as one by one")
  func groups() throws {
    var g = SeededGenerator(seed: 9)
    let layers = [(5, 3), (7, 5), (600, 7)].enumerated().map {
      DenseLayer(name: "\($0)", weight: randomMatrix($1.0, $1.1, &g))
    }
    let network = try FeedForwardNetwork(layers: layers, activation: .relu)
    let ball = try PerturbedNetwork(network, radii: [0.05, 0.02, 0.01])
    let pass = ForwardPass(ball, on: randomMatrix(3, 3, &g))
    let backward = LinearRanges.run(ball, pass).backward
    func bounds(rows: Range<Int>, samples: [Int]) -> Matrix {
      let W = Matrix(rows.map { Array(layers[2].weight.row($0)) })
      return backward.lowerBounds(
        of: backward.functions(W, .uniform(0.01), norm: ball.perturbedRowNorm(3)), samples: samples)
    }
    let all = bounds(rows: 0..<600, samples: [0, 1, 2])
    let few = bounds(rows: 0..<200, samples: [2, 0, 1])
    for i in [0, 1, 7, 199] {
      // Sums of at most seven terms below a hundred, in another order.
      for (place, sample) in [2, 0, 1].enumerated() { #expect(abs(few[place, i] - all[sample, i]) < 1e-11) }
      #expect(abs(bounds(rows: i..<i + 1, samples: [1])[0, 0] - all[1, i]) < 1e-11)
    }
  }

  @Test("self + constant: 1 + 2⁻⁶⁰ rounds to 1, and is lowered") func adding() {
    #expect((1.0).adding(0x1p-60, magnitude: 0) < 1)
    #expect((0.0).adding(0, magnitude: 0) == -.leastNonzeroMagnitude)
    #expect((-Double.infinity).adding(1, magnitude: 1) == -.infinity)
    #expect((1e6).adding(-1e6, magnitude: 1e6) >= -1e-8)
  }
}
