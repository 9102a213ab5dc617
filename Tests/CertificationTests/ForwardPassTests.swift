import Foundation
import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

#if arch(x86_64)
  /// The stated round-off against a forward pass with 64-bit significands.
  @Suite struct ForwardPassTests {
    @Test("logits are within E_L, and input norms are upper bounds, on 200 nets with cancellation")
    func roundOff() throws {
      for seed in UInt64(0)..<200 {
        let example = RandomCase(seed: seed)
        // Opposite large entries that cancel make round-off visible.
        let network = try FeedForwardNetwork(
          layers: example.network.layers.map { layer in
            var weight = layer.weight
            weight.modifyElements { w in for i in w.indices { w[i] *= i % 2 == 0 ? 1e6 : -1e6 + 0.1 } }
            return DenseLayer(name: layer.name, weight: weight, bias: layer.bias)
          }, activation: example.network.activation)
        let ball = try PerturbedNetwork(network, radii: example.radii)
        let pass = ForwardPass(ball, on: example.inputs)
        for i in 0..<example.inputs.rows {
          let exact = extended(network, Array(example.inputs.row(i)))
          for (j, logit) in exact.logits.enumerated() {
            #expect(abs(Float80(pass.logits[i, j]) - logit) <= Float80(pass.roundOff[i]), "seed \(seed)")
          }
          for (k, norm) in exact.norms.enumerated() { #expect(Float80(pass.inputNorms[k][i]) >= norm, "seed \(seed)") }
        }
      }
    }

    private func extended(_ network: FeedForwardNetwork, _ x: [Double]) -> (logits: [Float80], norms: [Float80]) {
      var z = x.map { Float80($0) }
      var norms: [Float80] = []
      for (k, layer) in network.layers.enumerated() {
        norms.append(z.reduce(0) { $0 + $1.magnitude })
        let a = (0..<layer.weight.rows).map { i in
          zip(layer.weight.row(i), z).reduce(Float80(layer.bias?[i] ?? 0)) { $0 + Float80($1.0) * $1.1 }
        }
        z = k < network.depth - 1 ? a.map { activate(network.activation, $0) } : a
      }
      return (z, norms)
    }

    private func activate(_ ρ: Activation, _ x: Float80) -> Float80 {
      switch ρ {
      case .relu: max(x, 0)
      case .relu6: min(max(x, 0), 6)
      case .sigmoid: 1 / (1 + exp(-x))
      default: max(x, 0) + log(1 + exp(-abs(x)))
      }
    }
  }
#endif
