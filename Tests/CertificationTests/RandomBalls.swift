import MatrixNorms
import Networks
import TestSupport

@testable import Certification

/// A random network of any admitted activation in a ball of any form: depths 1–6, widths 1–9, so that vector loops meet their
/// tails; a layer in four does not move.
struct RandomBall {
  let network: FeedForwardNetwork
  let radii: [LayerRadius]
  let inputs: Matrix
  let labels: [Int]

  static let activations: [Activation] = [
    .relu, .sigmoid, .relu6, .softplus, .clip(lower: 0.25, upper: 1.5), .clip(lower: 0.5, upper: .infinity),
    .clip(lower: 0, upper: 1), .clip(lower: 1, upper: 1),
  ]

  init(seed: UInt64, samples: Int = 4) {
    var g = SeededGenerator(seed: seed &* 7919)
    let depth = 1 + Int(seed % 6)
    let widths = (0..<depth).map { _ in Int.random(in: 1...9, using: &g) } + [Int.random(in: 2...9, using: &g)]
    let hasBiases = Bool.random(using: &g)
    let size = [0.5, 1, 3].randomElement(using: &g)!
    let layers = (0..<depth).map { k in
      // Variance two over width keeps the values of deep networks where the activations bend.
      let scale = size * (2 / Double(widths[k])).squareRoot()
      return DenseLayer(
        name: "\(k)", weight: randomMatrix(widths[k + 1], widths[k], &g).mapped { scale * $0 },
        bias: hasBiases ? (0..<widths[k + 1]).map { _ in 0.3 * g.normal() } : nil)
    }
    network = try! FeedForwardNetwork(
      layers: layers, activation: Self.activations[Int(seed / 6) % Self.activations.count])
    let ε = [1e-4, 1e-2, 0.2].randomElement(using: &g)!
    radii = layers.map { Self.radius(of: $0, upTo: ε, &g) }
    inputs = randomMatrix(samples, widths[0], &g).mapped { size * $0 }
    labels = (0..<samples).map { _ in Int.random(in: 0..<widths[depth], using: &g) }
  }

  private static func radius(of layer: DenseLayer, upTo ε: Double, _ g: inout SeededGenerator) -> LayerRadius {
    let (rows, columns) = (layer.weight.rows, layer.weight.columns)
    func draw() -> Double { Double.random(in: 0...ε, using: &g) }
    if Int.random(in: 0..<4, using: &g) == 0 { return LayerRadius(weight: .uniform(0)) }
    let weight: WeightRadius =
      switch Int.random(in: 0..<3, using: &g) {
      case 0: .uniform(draw())
      case 1: .rows((0..<rows).map { _ in draw() })
      default: .entries(Matrix(rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in draw() }))
      }
    return LayerRadius(weight: weight, bias: Bool.random(using: &g) ? (0..<rows).map { _ in draw() } : nil)
  }

  var perturbed: PerturbedNetwork { try! PerturbedNetwork(network, radii: radii) }

  func margins(_ certificate: any Certificate.Type, radii: [LayerRadius]? = nil) -> [Double] {
    network.margins(certificate, radii: radii ?? self.radii, inputs, labels)
  }
}

extension FeedForwardNetwork {
  /// The certified margins of a ball around the network.
  func margins(
    _ certificate: any Certificate.Type, radii: [LayerRadius], _ inputs: Matrix, _ labels: [Int]
  ) -> [Double] {
    let ball = try! PerturbedNetwork(self, radii: radii)
    return certificate.robustMargins(ball, ForwardPass(ball, on: inputs), labels: labels)
  }

  /// The network moved by a share t ∈ [−1, 1] of each radius, for weights and for biases.
  func moved(
    _ radii: [LayerRadius], weight t: (_ layer: Int, _ row: Int, _ column: Int) -> Double,
    bias s: (_ layer: Int, _ row: Int) -> Double
  ) -> FeedForwardNetwork {
    let moved = layers.enumerated().map { k, layer in
      var weight = layer.weight
      for i in 0..<weight.rows {
        for j in 0..<weight.columns { weight[i, j] += radii[k].weight[i, j] * t(k, i, j) }
      }
      let bias = radii[k].bias.map { b in
        b.indices.map { (layer.bias?[$0] ?? 0) + b[$0] * s(k, $0) }
      }
      return DenseLayer(name: layer.name, weight: weight, bias: bias ?? layer.bias)
    }
    return try! FeedForwardNetwork(layers: moved, activation: activation)
  }
}
