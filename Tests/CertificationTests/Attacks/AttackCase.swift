import MatrixNorms
import Networks
import TestSupport

@testable import Certification

/// A random network in a ball to attack: every activation and every form of radius, depths 1–6, biases that move or not.
struct AttackCase {
  let perturbed: PerturbedNetwork
  let inputs: Matrix
  /// The network's own answers but for every fourth sample, so that most samples are right.
  let labels: [Int]

  static let activations: [Activation] = [
    .relu, .sigmoid, .relu6, .softplus, .clip(lower: 0.25, upper: 1.5), .clip(lower: 0, upper: 1),
  ]

  init(seed: UInt64, samples: Int = 4, activation: Activation? = nil, ε: Double? = nil, widest: Int = 7) {
    var g = SeededGenerator(seed: seed &* 6_364_136_223)
    let depth = 1 + Int(seed % 6)
    let widths = (0..<depth).map { _ in Int.random(in: 1...widest, using: &g) } + [Int.random(in: 2...5, using: &g)]
    let layers = (0..<depth).map { k in
      let scale = (2 / Double(widths[k])).squareRoot()
      return DenseLayer(
        name: "\(k)", weight: randomMatrix(widths[k + 1], widths[k], &g).mapped { scale * $0 },
        bias: Bool.random(using: &g) ? (0..<widths[k + 1]).map { _ in 0.3 * g.normal() } : nil)
    }
    let network = try! FeedForwardNetwork(
      layers: layers, activation: activation ?? Self.activations[Int(seed / 6) % Self.activations.count])
    let ε = ε ?? [1e-4, 1e-2, 0.1].randomElement(using: &g)!
    perturbed = try! PerturbedNetwork(network, radii: layers.map { Self.radius(of: $0, upTo: ε, &g) })
    inputs = randomMatrix(samples, widths[0], &g)
    labels = network.logits(inputs).forEachRow { row in row.indices.max { row[$0] < row[$1] }! }
      .enumerated().map { $0 % 4 == 3 ? 0 : $1 }
  }

  private static func radius(of layer: DenseLayer, upTo ε: Double, _ g: inout SeededGenerator) -> LayerRadius {
    let (rows, columns) = (layer.weight.rows, layer.weight.columns)
    func draw() -> Double { Double.random(in: 0...ε, using: &g) }
    let weight: WeightRadius =
      switch Int.random(in: 0..<4, using: &g) {
      case 0: .uniform(draw())
      case 1: .rows((0..<rows).map { _ in draw() })
      case 2: .entries(Matrix(rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in draw() }))
      default: .uniform(0)
      }
    return LayerRadius(weight: weight, bias: Bool.random(using: &g) ? (0..<rows).map { _ in draw() } : nil)
  }

  var pass: ForwardPass { ForwardPass(perturbed, on: inputs) }
  var natural: [Double] { pass.logits.margins(labels: labels) }

  func attack(_ settings: AttackSettings) -> SampleAttackOutcome {
    SampleAttack.run(perturbed, pass, labels: labels, settings: settings)
  }
}

extension PerturbedNetwork {
  /// True where every weight and bias of another network lies in the ball, as real numbers.
  func contains(_ other: FeedForwardNetwork) -> Bool {
    zip(zip(network.layers, other.layers), radii).allSatisfy { layers, radius in
      let (own, moved) = layers
      let weights = (0..<own.weight.rows).allSatisfy { i in
        (0..<own.weight.columns).allSatisfy {
          moved.weight[i, $0].lies(within: radius.weight[i, $0], of: own.weight[i, $0])
        }
      }
      return weights
        && (0..<own.weight.rows).allSatisfy {
          (moved.bias?[$0] ?? 0).lies(within: radius.bias?[$0] ?? 0, of: own.bias?[$0] ?? 0)
        }
    }
  }
}

extension Double {
  /// |self − center| ≤ radius as real numbers: the difference and what its rounding lost are compared with the radius.
  func lies(within radius: Double, of center: Double) -> Bool {
    let difference = self - center
    let taken = difference - self
    // TwoSum of self and −center: difference + lost is exact.
    let lost = (self - (difference - taken)) - (center + taken)
    if difference.magnitude != radius { return difference.magnitude < radius }
    return difference < 0 ? lost >= 0 : lost <= 0
  }
}
