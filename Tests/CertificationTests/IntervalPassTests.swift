import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

@Suite struct IntervalPassTests {
  @Test("first layer: W¹x + β ± (E¹|x| + b) = 1·2 − 3·1 + 0.5 ± (0.1·2 + 0.2·1 + 0.05) = −0.5 ± 0.45")
  func firstLayer() throws {
    let layers = [
      DenseLayer(name: "1", weight: Matrix([[1, 3]]), bias: [0.5]), DenseLayer(name: "2", weight: Matrix([[1], [0]])),
    ]
    let network = try FeedForwardNetwork(layers: layers, activation: .relu)
    let ball = try PerturbedNetwork(
      network,
      radii: [
        LayerRadius(weight: .entries(Matrix([[0.1, 0.2]])), bias: [0.05]), LayerRadius(weight: .uniform(0)),
      ])
    let ranges = IntervalPass(perturbed: ball).firstRanges(ForwardPass(ball, on: Matrix([[2, -1]])))
    // Ten operations on numbers below 8, 4(d + 8)u of them deducted.
    let tolerance = 80 * 8 * 0x1p-53
    #expect(ranges.lower[0, 0] <= -0.95 && ranges.lower[0, 0] >= -0.95 - tolerance)
    #expect(ranges.upper[0, 0] >= -0.05 && ranges.upper[0, 0] <= -0.05 + tolerance)
  }

  @Test(
    "[w − e, w + e]·[l, u]: (1 ± 2)·[1, 3] = [−3, 9], (2 ± 0.5)·[1, 3] = [1.5, 7.5], (−2 ± 0.5)·[1, 3] = [−7.5, −1.5]")
  func products() throws {
    let layers = [
      DenseLayer(name: "1", weight: Matrix([[1]])), DenseLayer(name: "2", weight: Matrix([[1], [2], [-2]])),
      DenseLayer(name: "3", weight: Matrix([[1, 1, 1], [0, 0, 0]])),
    ]
    let network = try FeedForwardNetwork(layers: layers, activation: .relu)
    let ball = try PerturbedNetwork(
      network,
      radii: [.uniform(0), .rows([2, 0.5, 0.5]), WeightRadius.uniform(0)].map { LayerRadius(weight: $0) })
    let ranges = IntervalPass(perturbed: ball).preActivations(
      .init(lower: Matrix([[1]]), upper: Matrix([[3]])), layer: 2)
    let tolerance = 80 * 16 * 0x1p-53
    for (j, (l, u)) in [(-3, 9), (1.5, 7.5), (-7.5, -1.5)].enumerated() {
      #expect(ranges.lower[0, j] <= l && ranges.lower[0, j] >= l - tolerance)
      #expect(ranges.upper[0, j] >= u && ranges.upper[0, j] <= u + tolerance)
    }
  }

  @Test("a box lies between its middle less and plus its half width, to the last unit")
  func middle() {
    var g = SeededGenerator(seed: 1)
    var (lower, upper) = ([0, 0, 1, 0x1p-1073, 6], [Double.leastNonzeroMagnitude, 1e308, 1.0.nextUp, 0x1p-1072, 6])
    for _ in 0..<2000 {
      let (a, b) = (abs(g.normal()), abs(g.normal()))
      lower.append(min(a, b))
      upper.append(max(a, b))
    }
    func row(_ x: [Double]) -> Matrix { Matrix(rows: 1, columns: x.count, elements: x) }
    let (m, r) = IntervalPass.middle(.init(lower: row(lower), upper: row(upper)))
    for i in lower.indices {
      #if arch(x86_64)
        let (middle, half) = (Float80(m.elements[i]), Float80(r.elements[i]))
        #expect(middle - half <= Float80(lower[i]) && Float80(upper[i]) <= middle + half, "[\(lower[i]), \(upper[i])]")
      #endif
      #expect(m.elements[i] >= lower[i] && m.elements[i] <= upper[i])
    }
  }

  /// Rows of the first layer move as the sample asks; a draw of shares is a network of the ball.
  @Test("pre-activations of networks of the ball lie in the ranges, by intervals and by linear bounds, on 240 balls")
  func containment() throws {
    for seed in UInt64(0)..<240 where seed % 6 > 0 {
      let ball = RandomBall(seed: seed, samples: 2)
      let pass = ForwardPass(ball.perturbed, on: ball.inputs)
      let ranges = [
        IntervalPass(perturbed: ball.perturbed).run(pass).ranges, LinearRanges.run(ball.perturbed, pass).ranges,
      ]
      var g = SeededGenerator(seed: seed)
      for _ in 0..<4 {
        let t = ball.network.layers.map { layer in (0..<layer.weight.rows).map { _ in g.normal() < 0 ? -1.0 : 1 } }
        let signs = ball.inputs.row(0).map { $0 < 0 ? -1.0 : 1 }
        let moved = ball.network.moved(
          ball.radii, weight: { k, i, j in t[k][i] * (k == 0 ? signs[j] : 1) }, bias: { t[$0][$1] })
        var z = ball.inputs
        for k in 0..<moved.depth - 1 {
          let a = moved.layers[k].preActivations(z)
          // The forward pass in double precision errs, too.
          let slack = CertificateTests.roundOff(ball)
          for ranges in ranges {
            for i in a.elements.indices {
              #expect(a.elements[i] >= ranges[k].lower.elements[i] - slack, "seed \(seed), layer \(k + 1)")
              #expect(a.elements[i] <= ranges[k].upper.elements[i] + slack, "seed \(seed), layer \(k + 1)")
            }
          }
          z = a
          moved.activate(&z)
        }
      }
    }
  }
}
