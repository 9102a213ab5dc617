import MatrixNorms
import Networks

/// The ends of one layer's ball as doubles: the least and the largest double in [w − e, w + e] for every weight and bias.
///
/// w + e is rounded towards w, so that what lies between the ends lies in the ball *exactly*: |ŵ − w| ≤ e as real numbers.
struct BallEnds: Sendable {
  /// The layer itself.
  let layer: DenseLayer
  /// Its radius.
  let radius: LayerRadius
  /// The ends of the weights.
  let lower: Matrix, upper: Matrix
  /// The ends of the biases; nil where there are none and none are asked for.
  let biasEnds: [(lower: Double, upper: Double)]?

  /// The ends of every layer. O(parameters).
  static func all(of perturbed: PerturbedNetwork) -> [BallEnds] {
    zip(perturbed.network.layers, perturbed.radii).map { BallEnds($0, $1) }
  }

  private init(_ layer: DenseLayer, _ radius: LayerRadius) {
    self.layer = layer
    self.radius = radius
    lower = radius.weight.moved(layer.weight) { inwardSum($0, -$1) }
    upper = radius.weight.moved(layer.weight) { inwardSum($0, $1) }
    let moves = radius.largestBias > 0
    let β = layer.bias ?? (moves ? Array(repeating: 0, count: layer.weight.rows) : nil)
    biasEnds = β.map { β in
      β.enumerated().map { i, w in
        let e = radius.bias?[i] ?? 0
        return (inwardSum(w, -e), inwardSum(w, e))
      }
    }
  }

  /// Every entry to the nearest double of the ball.
  func clip(_ weight: inout Matrix) {
    weight.modifyElements { entries in
      let (lower, upper) = (lower.elements.span, upper.elements.span)
      for i in entries.indices { entries[i] = entries[i].clamped(lower[i], upper[i]) }
    }
  }

  /// The same for one bias.
  func clip(bias: Double, _ i: Int) -> Double {
    biasEnds.map { bias.clamped($0[i].lower, $0[i].upper) } ?? bias
  }
}

extension LayerRadius {
  /// A layer with w + t e for its weights and then its biases, none beyond the ball where that is asked for. O(parameters).
  ///
  /// - Parameter t: called once for every number, by rows.
  func moved(_ layer: DenseLayer, clipped: Bool, _ t: () -> Double) -> DenseLayer {
    func moved(_ w: Double, _ e: Double) -> Double {
      let moved = w + t() * e
      // A distance that is too long is not short when rounded.
      guard clipped, !((moved - w).magnitude < e) else { return moved }
      return moved.clamped(inwardSum(w, -e), inwardSum(w, e))
    }
    let weight = weight.moved(layer.weight, moved)
    let bias =
      largestBias > 0
      ? (0..<layer.weight.rows).map { moved(layer.bias?[$0] ?? 0, self.bias?[$0] ?? 0) } : layer.bias
    return layer.replacing(weight: weight, bias: bias)
  }
}

extension WeightRadius {
  /// f(w, e) for every weight and its radius. O(entries).
  func moved(_ weight: Matrix, _ f: (_ w: Double, _ e: Double) -> Double) -> Matrix {
    var moved = weight
    switch self {
    case .uniform(let ε): moved.apply { f($0, ε) }
    case .rows(let radii):
      moved.modifyRows { i, row, entries in
        for entry in row { entries[entry] = f(entries[entry], radii[i]) }
      }
    case .entries(let E):
      moved.modifyElements { entries in
        let radii = E.elements.span
        for i in entries.indices { entries[i] = f(entries[i], radii[i]) }
      }
    }
    return moved
  }
}

/// The double next to w + e that is not beyond it as seen from w: rounded towards w.
///
/// The rounding error of a sum is a double that Knuth's TwoSum finds exactly; where the sum went too far, the double before it
/// has not. An infinite sum gives the largest finite double of its sign.
func inwardSum(_ w: Double, _ e: Double) -> Double {
  let sum = w + e
  let added = sum - w
  let error = (w - (sum - added)) + (e - added)
  if e > 0 { return error >= 0 ? sum : sum.nextDown }
  if e < 0 { return error <= 0 ? sum : sum.nextUp }
  return w
}

extension Double {
  /// The nearest number in [lower, upper].
  func clamped(_ lower: Double, _ upper: Double) -> Double { min(max(self, lower), upper) }
}
