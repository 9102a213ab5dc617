import MatrixNorms
import Networks
import TestSupport

@testable import Certification

/// A small random network with inputs, labels and radii.
struct RandomCase {
  let network: FeedForwardNetwork
  let radii: [Double]
  let inputs: Matrix
  let labels: [Int]

  static let activations: [Activation] = [.relu, .relu6, .sigmoid, .softplus]

  init(seed: UInt64, samples: Int = 6) {
    var g = SeededGenerator(seed: seed)
    let depth = Int.random(in: 1...4, using: &g)
    let widths = (0...depth).map { _ in Int.random(in: 2...5, using: &g) }
    let hasBiases = Bool.random(using: &g)
    let layers = (0..<depth).map { k in
      DenseLayer(
        name: "\(k)", weight: randomMatrix(widths[k + 1], widths[k], &g),
        bias: hasBiases ? (0..<widths[k + 1]).map { _ in 0.3 * g.normal() } : nil)
    }
    network = try! FeedForwardNetwork(
      layers: layers, activation: Self.activations[Int(seed) % Self.activations.count])
    // A layer in three is left out, so that Theorems 1 and 3 are met as well.
    radii = (0..<depth).map { _ in Int.random(in: 0..<3, using: &g) == 0 ? 0 : Double.random(in: 0...0.2, using: &g) }
    inputs = randomMatrix(samples, widths[0], &g)
    let outputs = widths[depth]
    labels = (0..<samples).map { _ in Int.random(in: 0..<outputs, using: &g) }
  }

  var perturbed: PerturbedNetwork { try! PerturbedNetwork(network, radii: radii) }
  func margins(_ certificate: any Certificate.Type) -> [Double] {
    let perturbed = perturbed
    return certificate.robustMargins(perturbed, ForwardPass(perturbed, on: inputs), labels: labels)
  }
}

func randomMatrix(_ rows: Int, _ columns: Int, _ g: inout SeededGenerator) -> Matrix {
  Matrix(rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in g.normal() })
}

extension FeedForwardNetwork {
  /// The network with every weight moved to w ± ε_k by a sign.
  func moved(_ radii: [Double], sign: (_ layer: Int, _ entry: Int) -> Double) -> FeedForwardNetwork {
    let moved = layers.enumerated().map { k, layer in
      var weight = layer.weight
      weight.modifyElements { w in for i in w.indices { w[i] += radii[k] * sign(k, i) } }
      return DenseLayer(name: layer.name, weight: weight, bias: layer.bias)
    }
    return try! FeedForwardNetwork(layers: moved, activation: activation)
  }
}
