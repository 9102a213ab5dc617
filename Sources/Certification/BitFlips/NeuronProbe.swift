import MatrixNorms
import Networks

/// One neuron whose pre-activation may be anything, and the network above it: a flip of one of the neuron's weights does
/// nothing else to a sample.
struct NeuronProbe {
  /// A sample (among the correct ones) and the neuron's pre-activation.
  struct Point {
    var sample: Int
    var x: Double
  }

  let stored: StoredNetwork
  /// From 0.
  let layer: Int, row: Int
  /// The pre-activation without a flip, for each sample.
  let natural: [Double]
  /// The column of the next layer's weights; empty for an output.
  private let outgoing: [Double]
  /// The next layer's pre-activations without what the neuron adds to them, a row for each sample.
  private let rest: Matrix

  init(_ stored: StoredNetwork, layer: Int, row: Int) {
    let all = stored.preActivations[layer]
    let natural = (0..<all.rows).map { all[$0, row] }
    let network = stored.network
    let isOutput = layer == network.depth - 1
    let weight = isOutput ? Matrix([]) : network.layers[layer + 1].weight
    let outgoing = (0..<weight.rows).map { weight[$0, row] }
    var rest = isOutput ? Matrix([]) : stored.preActivations[layer + 1]
    rest.modifyRows { sample, entries, a in
      let z = network.activation(natural[sample])
      for (c, entry) in entries.enumerated() { a[entry] -= z * outgoing[c] }
    }
    (self.stored, self.layer, self.row) = (stored, layer, row)
    (self.natural, self.outgoing, self.rest) = (natural, outgoing, rest)
  }

  /// The activation of this neuron: none for an output.
  var activation: Activation { outgoing.isEmpty ? .identity : stored.network.activation }

  /// The logits at each point, by a rank-one update of the next layer's pre-activations and a pass through the rest.
  func logits(_ points: [Point]) -> Matrix {
    guard !outgoing.isEmpty else { return replacedLogits(points) }
    let network = stored.network
    var a = updatedPreActivations(points)
    for layer in network.layers[(layer + 2)...] {
      network.activate(&a)
      a = layer.preActivations(a)
    }
    return a
  }

  /// What the others add, and ρ(x) · w, w the outgoing weights.
  private func updatedPreActivations(_ points: [Point]) -> Matrix {
    let (ρ, width) = (activation, rest.columns)
    var updated = Matrix(rows: points.count, columns: width, repeating: 0)
    updated.modifyElements { entries in
      let (others, w) = (rest.elements.span, outgoing.span)
      var entry = 0
      for point in points {
        let z = ρ(point.x)
        let start = point.sample * width
        for c in 0..<width {
          entries[entry] = others[start + c] + z * w[c]
          entry += 1
        }
      }
    }
    return updated
  }

  private func replacedLogits(_ points: [Point]) -> Matrix {
    var logits = LabelGroups.gather(points.map(\.sample), of: stored.preActivations[layer])
    for (i, point) in points.enumerated() { logits[i, row] = point.x }
    return logits
  }
}
