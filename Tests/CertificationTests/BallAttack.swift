import MatrixNorms
import Networks
import TestSupport

@testable import Certification

/// Looks for the lowest margins in a ball: draws from the box, its corners, and rows moved as a whole.
///
/// The pre-activation of a row is lowest at Ŵ_i = W_i − E_i ∘ sign(v) for its input v, and every value between is reached by
/// t_i E_i ∘ sign(v): only one number for each neuron matters, and a greedy descent goes through them all.
struct BallAttack {
  let ball: RandomBall
  private var generator: SeededGenerator

  init(_ ball: RandomBall, seed: UInt64) {
    self.ball = ball
    generator = SeededGenerator(seed: seed &+ 1_000_003)
  }

  /// The lowest margin found, for each sample.
  mutating func lowestMargins(draws: Int) -> [Double] {
    var lowest = [Double](repeating: .infinity, count: ball.labels.count)
    for draw in 0..<draws {
      var g = generator
      // In turn: a point of the box, a corner.
      func share() -> Double {
        let t = Double.random(in: -1...1, using: &g)
        return draw % 2 == 0 ? t : t < 0 ? -1 : 1
      }
      let moved = ball.network.moved(ball.radii, weight: { _, _, _ in share() }, bias: { _, _ in share() })
      generator = g
      lowest = zip(lowest, moved.logits(ball.inputs).margins(labels: ball.labels)).map { min($0, $1) }
    }
    return lowest
  }

  /// The lowest margin of one sample with rows moved as a whole: from random signs, flip what lowers it until nothing does.
  mutating func descend(sample: Int, starts: Int, sweeps: Int = 3) -> Double {
    var lowest = Double.infinity
    for _ in 0..<starts {
      var t = ball.network.layers.map { layer in
        (0..<layer.weight.rows).map { _ in Bool.random(using: &generator) ? 1.0 : -1 }
      }
      // The last layer's worst signs are known.
      t[t.count - 1] = t[t.count - 1].indices.map { $0 == ball.labels[sample] ? -1 : 1 }
      var best = margin(t, sample)
      for _ in 0..<sweeps {
        let before = best
        for k in t.dropLast().indices where !ball.radii[k].isZero {
          for i in t[k].indices {
            t[k][i] *= -1
            let next = margin(t, sample)
            if next < best { best = next } else { t[k][i] *= -1 }
          }
        }
        if best == before { break }
      }
      lowest = min(lowest, best)
    }
    return lowest
  }

  private func margin(_ t: [[Double]], _ sample: Int) -> Double {
    let x = ball.inputs.row(sample)
    var z = Array(x)
    for (k, layer) in ball.network.layers.enumerated() {
      let radius = ball.radii[k]
      var a = [Double](repeating: 0, count: layer.weight.rows)
      for i in a.indices {
        var sum = (layer.bias?[i] ?? 0) + t[k][i] * (radius.bias?[i] ?? 0)
        for j in z.indices { sum += layer.weight[i, j] * z[j] + t[k][i] * radius.weight[i, j] * z[j].magnitude }
        a[i] = k + 1 < ball.network.depth ? ball.network.activation(sum) : sum
      }
      z = a
    }
    let y = ball.labels[sample]
    return z.indices.filter { $0 != y }.map { z[y] - z[$0] }.min()!
  }
}
