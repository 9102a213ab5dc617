import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

@Suite struct RandomNoiseTests {
  @Test("uniform draws stay in the box, seeds repeat, other seeds and draws differ", arguments: NoiseKind.allCases)
  func draws(_ kind: NoiseKind) throws {
    for seed in UInt64(0)..<36 {
      let ball = AttackCase(seed: seed).perturbed
      func weights(_ seed: UInt64, _ draw: Int) throws -> [Matrix] {
        let network = try #require(RandomNoise.network(ball, kind: kind, seed: seed, draw: draw))
        #expect(kind == .gaussian || ball.contains(network), "seed \(seed)")
        for (layer, (own, radius)) in zip(network.layers, zip(ball.network.layers, ball.radii)) where radius.isZero {
          #expect(layer.weight == own.weight)
        }
        return network.layers.map(\.weight)
      }
      let first = try weights(1, 0)
      #expect(try first == weights(1, 0))
      guard ball.radii.contains(where: { !$0.weight.isZero }) else { continue }
      #expect(try first != weights(2, 0) && first != weights(1, 1))
    }
  }

  /// Four standard deviations of a variance from n = 10,000 numbers: 4√(2/n) σ² for normal, 4√(4/(45n)) for uniform ones.
  @Test("(ŵ − w)/e has variance 1 or 1/3, biases too", arguments: zip(NoiseKind.allCases, [1.0 / 3, 1]))
  func variance(_ kind: NoiseKind, _ σ2: Double) throws {
    let weight = Matrix(rows: 100, columns: 100, repeating: 0.25)
    let layer = DenseLayer(name: "1", weight: weight, bias: Array(repeating: 1, count: 100))
    let ball = try PerturbedNetwork(
      FeedForwardNetwork(layers: [layer], activation: .relu),
      radii: [LayerRadius(weight: .uniform(0.01), bias: Array(repeating: 0.5, count: 100))])
    let moved = try #require(RandomNoise.network(ball, kind: kind, seed: 3, draw: 0)).layers[0]
    let squares = moved.weight.elements.map { (($0 - 0.25) / 0.01) * (($0 - 0.25) / 0.01) }
    #expect(abs(squares.reduce(0, +) / 10_000 - σ2) <= (kind == .gaussian ? 0.0566 : 0.012))
    let biases = try #require(moved.bias).map { (($0 - 1) / 0.5) * (($0 - 1) / 0.5) }
    #expect(abs(biases.reduce(0, +) / 100 - σ2) <= (kind == .gaussian ? 0.566 : 0.12))
  }

  @Test("accuracies ascend, blocks of samples add up, the mean lies in its interval") func outcome() {
    let example = AttackCase(seed: 16, samples: 40, ε: 0.3)
    let settings = AttackSettings(draws: 30)
    for kind in NoiseKind.allCases {
      let outcome = RandomNoise.run(
        example.perturbed, on: example.inputs, labels: example.labels, kind: kind, settings: settings)
      #expect(outcome.accuracies.count == 30 && outcome.accuracies == outcome.accuracies.sorted())
      #expect(outcome.interval.contains(outcome.accuracy) && outcome.confidence == 0.95)
      let halves = (0..<30).map { draw in
        [Array(0..<17), Array(17..<40)].reduce(0) { sum, rows in
          sum
            + RandomNoise.correctSamples(
              example.perturbed, on: LabelGroups.gather(rows, of: example.inputs),
              labels: rows.map { example.labels[$0] }, kind: kind, seed: 0, draw: draw)
        }
      }
      #expect(NoiseOutcome(kind: kind, correct: halves, samples: 40, confidence: 0.95) == outcome)
    }
  }

  @Test("no draws: the interval is [0, 1]; infinite weights are right about nothing") func edges() throws {
    let example = AttackCase(seed: 2)
    let none = RandomNoise.run(
      example.perturbed, on: example.inputs, labels: example.labels, kind: .uniform, settings: .init(draws: 0))
    #expect(none.accuracies.isEmpty && none.interval == 0...1)
    let huge = Matrix(rows: 8, columns: 8, repeating: Double.greatestFiniteMagnitude)
    let ball = try PerturbedNetwork(
      FeedForwardNetwork(layers: [DenseLayer(name: "1", weight: huge)], activation: .relu),
      radii: [.greatestFiniteMagnitude])
    #expect(RandomNoise.network(ball, kind: .gaussian, seed: 0, draw: 0) == nil)
    let outcome = RandomNoise.run(
      ball, on: Matrix(rows: 1, columns: 8, repeating: 1), labels: [0], kind: .gaussian, settings: .init(draws: 3))
    #expect(outcome.accuracies == [0, 0, 0])
  }
}
