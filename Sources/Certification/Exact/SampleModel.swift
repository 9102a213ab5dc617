import MatrixNorms
import Networks

/// Ŵ of one sample told by one number for each hidden neuron: row i of layer k is W_i + t_i E_i ∘ sign(v), so that the
/// pre-activation is W_i v + β_i + t_i (E_i|v| + b_i), −1 ≤ t_i ≤ 1, v = zᵏ⁻¹.
///
/// Every pre-activation that the ball reaches is reached so, and the last layer's worst rows follow: no Ŵ has a smaller
/// margin to class j than the best t.
struct RowMoves {
  /// t for each hidden layer.
  var t: [[Double]]
}

/// One sample and the ball, in double precision: what the search for witnesses calculates with. Nothing here is rigorous.
struct SampleModel {
  let perturbed: PerturbedNetwork
  let input: [Double]
  let label: Int

  /// The network under moves, as far as the last layer's input.
  struct Trace {
    /// v of every layer.
    var inputs: [[Double]]
    /// E|v| + b of every hidden layer.
    var reaches: [[Double]] = []
    /// The pre-activations of every hidden layer.
    var preActivations: [[Double]] = []
  }

  private var depth: Int { perturbed.depth }

  /// The moves chosen layer by layer, each with sight of its layer's W v + β and E|v| + b.
  func trace(_ choose: (_ layer: Int, _ neuron: Int, _ centre: Double, _ reach: Double) -> Double) -> (RowMoves, Trace)
  {
    var (moves, trace) = (RowMoves(t: []), Trace(inputs: [input]))
    let ρ = perturbed.network.activation
    for k in 0..<depth - 1 {
      let v = trace.inputs[k]
      let centre = perturbed.network.layers[k].preActivations(Matrix(rows: 1, columns: v.count, elements: v)).elements
      let reach = perturbed.radii[k].reach(v, outputs: centre.count)
      let t = centre.indices.map { max(-1, min(1, choose(k, $0, centre[$0], reach[$0]))) }
      let a = centre.indices.map { centre[$0] + t[$0] * reach[$0] }
      moves.t.append(t)
      trace.reaches.append(reach)
      trace.preActivations.append(a)
      trace.inputs.append(a.map { ρ($0) })
    }
    return (moves, trace)
  }

  /// The moves as they are.
  func trace(_ moves: RowMoves) -> Trace { trace { k, i, _, _ in moves.t[k][i] }.1 }

  /// The moves that come nearest to given outputs of the hidden layers.
  func moves(towards outputs: (_ layer: Int, _ neuron: Int) -> Double) -> (RowMoves, Trace) {
    trace { k, i, centre, reach in reach > 0 ? (outputs(k, i) - centre) / reach : 0 }
  }

  /// The worst margin to class j over the last layer.
  func margin(_ trace: Trace, to j: Int) -> Double {
    let (layer, radius, v) = (perturbed.network.layers[depth - 1], perturbed.radii[depth - 1], trace.inputs[depth - 1])
    var margin = layer.biasDifference(label, j) - (radius.bias.map { $0[label] + $0[j] } ?? 0)
    for i in v.indices {
      margin += (layer.weight[label, i] - layer.weight[j, i]) * v[i]
      margin -= (radius.weight[label, i] + radius.weight[j, i]) * v[i].magnitude
    }
    return margin
  }

  /// The worst margins to all classes; 0 for the label itself.
  func margins(_ trace: Trace) -> [Double] { (0..<perturbed.network.outputCount).map { margin(trace, to: $0) } }

  /// The margin's derivative to class j by every t.
  func gradient(_ moves: RowMoves, _ trace: Trace, to j: Int) -> [[Double]] {
    let (last, radius) = (perturbed.network.layers[depth - 1], perturbed.radii[depth - 1])
    var dz = trace.inputs[depth - 1].indices.map { i in
      last.weight[label, i] - last.weight[j, i] - radius.weight[label, i] - radius.weight[j, i]
    }
    let (p, q) = perturbed.network.activation.linearPart
    var gradient = [[Double]](repeating: [], count: depth - 1)
    for k in stride(from: depth - 2, through: 0, by: -1) {
      let a = trace.preActivations[k]
      let da = a.indices.map { a[$0] > p && a[$0] < q ? dz[$0] : 0 }
      gradient[k] = da.indices.map { da[$0] * trace.reaches[k][$0] }
      guard k > 0 else { break }
      dz = Array(repeating: 0, count: trace.inputs[k].count)
      perturbed.network.layers[k].weight.multiply(da, rows: 1, into: &dz)
      perturbed.radii[k].weight.add(zip(da, moves.t[k]).map { $0 * $1 }, to: &dz)
    }
    return gradient
  }
}

extension LayerRadius {
  /// E|v| + b.
  fileprivate func reach(_ v: [Double], outputs: Int) -> [Double] {
    let magnitudes = Matrix(rows: 1, columns: v.count, elements: v.map(\.magnitude))
    let moved = weight.products(magnitudes, norms: [magnitudes.elements.reduce(0, +)], outputs: outputs).elements
    return bias.map { zip(moved, $0).map { $0 + $1 } } ?? moved
  }
}

extension WeightRadius {
  /// y := y + xE for a row x.
  fileprivate func add(_ x: [Double], to y: inout [Double]) {
    switch self {
    case .entries(let E): E.multiply(x, rows: 1, addingTo: &y)
    case .uniform, .rows:
      let sum = x.indices.reduce(0) { $0 + x[$1] * self[$1, 0] }
      for i in y.indices { y[i] += sum }
    }
  }
}
