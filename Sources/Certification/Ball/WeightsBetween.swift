import MatrixNorms
import Networks

extension LayerRadius {
  /// E = |Q − W|, entry by entry and rounded up: the radii of the ball around W that reaches another checkpoint Q.
  ///
  /// A certificate over this ball speaks of *all* weights with |Ŵ − W| ≤ |Q − W|: of Q itself, of everything between the
  /// two, entry by entry (each weight may be anywhere from one to the other, not only on the straight line), and of the
  /// mirror image of that box at W. Biases belong to it: where those of Q differ they get |β_Q − β| in the same way, for the
  /// certificate is for that very model. A layer without biases counts as one with zeros.
  ///
  /// - Throws: another number of layers, another shape of a layer, another activation.
  /// - Complexity: O(parameters).
  public static func between(
    _ network: FeedForwardNetwork, and other: FeedForwardNetwork
  ) throws(CertificationError) -> [LayerRadius] {
    guard other.depth == network.depth else {
      throw .otherLayerCount(found: other.depth, expected: network.depth)
    }
    for (k, (layer, counterpart)) in zip(network.layers, other.layers).enumerated() {
      let (expected, found) = (layer.weight, counterpart.weight)
      guard found.rows == expected.rows, found.columns == expected.columns else {
        throw .otherShape(
          layer: k + 1, name: layer.name, found: [found.rows, found.columns],
          expected: [expected.rows, expected.columns])
      }
    }
    guard network.depth == 1 || other.activation == network.activation else {
      throw .otherActivation(found: other.activation.name, expected: network.activation.name)
    }
    return zip(network.layers, other.layers).map {
      LayerRadius(weight: $0.distances(to: $1), bias: $0.biasDistances(to: $1))
    }
  }
}

extension DenseLayer {
  fileprivate func distances(to other: DenseLayer) -> WeightRadius {
    var E = weight
    E.modifyElements { entries in
      let others = other.weight.elements.span
      for i in entries.indices { entries[i] = upperDistance(entries[i], others[i]) }
    }
    return .entries(E)
  }

  /// Nil where the biases are the same.
  fileprivate func biasDistances(to other: DenseLayer) -> [Double]? {
    let none = Array(repeating: 0.0, count: weight.rows)
    let distances = zip(bias ?? none, other.bias ?? none).map { upperDistance($0, $1) }
    return distances.contains { $0 != 0 } ? distances : nil
  }
}
