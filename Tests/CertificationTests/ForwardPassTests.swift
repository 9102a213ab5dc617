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
          let exact = ExtendedNetwork(network).run(Array(example.inputs.row(i)))
          for (j, logit) in exact.logits.enumerated() {
            #expect(abs(Float80(pass.logits[i, j]) - logit) <= Float80(pass.roundOff[i]), "seed \(seed)")
          }
          for (k, norm) in exact.norms.enumerated() { #expect(Float80(pass.inputNorms[k][i]) >= norm, "seed \(seed)") }
        }
      }
    }
  }
#endif
