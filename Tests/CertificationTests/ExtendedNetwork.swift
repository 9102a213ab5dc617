#if arch(x86_64)
  import Foundation
  import MatrixNorms
  import Networks

  @testable import Certification

  /// A network of a ball with 64-bit significands: what a certificate must never exceed.
  struct ExtendedNetwork {
    /// Weights and biases.
    private(set) var layers: [(weight: [[Float80]], bias: [Float80])]
    let activation: Activation

    /// W + t E, β + t b with one t for each neuron; in the first layer E moves against the signs of x, elsewhere inputs are ≥ 0.
    init(_ network: FeedForwardNetwork, _ radii: [LayerRadius], x: [Double], t: (_ layer: Int, _ row: Int) -> Double) {
      activation = network.activation
      layers = network.layers.enumerated().map { k, layer in
        let rows = (0..<layer.weight.rows).map { i in
          (0..<layer.weight.columns).map { j in
            let sign: Float80 = k == 0 && x[j] < 0 ? -1 : 1
            return Float80(layer.weight[i, j]) + sign * Float80(t(k, i)) * Float80(radii[k].weight[i, j])
          }
        }
        let bias = (0..<layer.weight.rows).map { i in
          Float80(layer.bias?[i] ?? 0) + Float80(t(k, i)) * Float80(radii[k].bias?[i] ?? 0)
        }
        return (rows, bias)
      }
    }

    /// The network as it is.
    init(_ network: FeedForwardNetwork) {
      self.init(
        network, network.layers.map { _ in LayerRadius(weight: .uniform(0)) },
        x: Array(repeating: 0, count: network.inputCount)
      ) { _, _ in 0 }
    }

    /// f(x), and ‖zᵏ⁻¹‖₁ for each layer k.
    func run(_ x: [Double]) -> (logits: [Float80], norms: [Float80]) {
      var z = x.map { Float80($0) }
      var norms: [Float80] = []
      for (k, layer) in layers.enumerated() {
        norms.append(z.reduce(0) { $0 + $1.magnitude })
        let a = zip(layer.weight, layer.bias).map { row, β in zip(row, z).reduce(β) { $0 + $1.0 * $1.1 } }
        z = k + 1 < layers.count ? a.map { activation.extended($0) } : a
      }
      return (z, norms)
    }

    /// min over j ≠ y of f_y − f_j.
    func margin(_ x: [Double], label y: Int) -> Float80 {
      let f = run(x).logits
      return f.indices.filter { $0 != y }.map { f[y] - f[$0] }.min()!
    }
  }

  extension Activation {
    /// ρ with 64-bit significands.
    func extended(_ x: Float80) -> Float80 {
      switch self {
      case .relu: max(x, 0)
      case .relu6: min(max(x, 0), 6)
      case .sigmoid: x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))
      case .clip(let lower, let upper): min(max(x, Float80(lower)), Float80(upper))
      // log1p is not offered: 2 artanh(t / (2 + t)) where t is small.
      default: max(x, 0) + Self.extendedLog1p(exp(-abs(x)))
      }
    }

    private static func extendedLog1p(_ t: Float80) -> Float80 {
      guard t < 0x1p-8 else { return log(1 + t) }
      let s = t / (2 + t)
      let q = s * s
      return 2 * s * (1 + q * (1 / 3 + q * (1 / 5 + q * (1 / 7 + q * (1 / 9 + q / 11)))))
    }
  }
#endif
