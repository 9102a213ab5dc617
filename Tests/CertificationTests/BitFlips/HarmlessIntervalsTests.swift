import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

@Suite struct HarmlessIntervalsTests {
  @Test("every pre-activation of an interval leaves the sample correct", arguments: BitFlipsTests.activations)
  func sound(_ activation: Activation) throws {
    for seed in UInt64(0)..<12 {
      var g = SeededGenerator(seed: seed)
      let layers = [(4, 3), (5, 4), (3, 5)].enumerated().map { k, shape in
        DenseLayer(
          name: "\(k)", weight: randomMatrix(shape.0, shape.1, &g), bias: (0..<shape.0).map { _ in 0.2 * g.normal() })
      }
      let network = try FeedForwardNetwork(layers: layers, activation: activation)
      let inputs = randomMatrix(5, 3, &g)
      let labels = network.logits(inputs).forEachRow { v in v.indices.max { v[$0] < v[$1] }! }
      let stored = try StoredNetwork(network, inputs: inputs, labels: labels, storage: .float32)
      for (layer, row) in [(0, 1), (1, 2), (2, 0)] {
        let probe = NeuronProbe(stored, layer: layer, row: row)
        let intervals = HarmlessIntervals(probe)
        for sample in probe.natural.indices {
          let (low, high) = (intervals.low[sample], intervals.high[sample])
          #expect(low <= probe.natural[sample] && probe.natural[sample] <= high)
          // Where an end is infinite, points up to 1e6 stand for it.
          let (from, to) = (max(low, -1e6), min(high, 1e6))
          var points = [from, to]
          for _ in 0..<30 { points.append(Double.random(in: from...to, using: &g)) }
          for _ in 0..<30 {
            points.append(min(to, max(from, probe.natural[sample] + 3 * g.normal())))
          }
          let margins = probe.logits(points.map { .init(sample: sample, x: $0) })
            .margins(labels: points.map { _ in stored.labels[sample] })
          #expect(margins.allSatisfy { $0 > 0 }, "\(activation.name), seed \(seed), layer \(layer)")
        }
      }
    }
  }

  @Test("ReLU, f = (z, 1/2) with z = max(a, 0) = 1: harmless above a = 1/2 and up to infinity") func byHand() throws {
    let network = try FeedForwardNetwork(
      layers: [
        DenseLayer(name: "a", weight: Matrix([[1]])),
        DenseLayer(name: "b", weight: Matrix([[1], [0]]), bias: [0, 0.5]),
      ], activation: .relu)
    let stored = try StoredNetwork(network, inputs: Matrix([[1]]), labels: [0], storage: .float32)
    let intervals = HarmlessIntervals(NeuronProbe(stored, layer: 0, row: 0))
    // The slope is exact here, so the root is met but for round-off.
    #expect(intervals.low[0] >= 0.5 && intervals.low[0] <= 0.5 + 1e-9)
    // Upward the margin grows with the distance: each step doubles it, from 1/2.
    #expect(intervals.high[0] > 100)
  }
}
