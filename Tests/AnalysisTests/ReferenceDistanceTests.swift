import Bounds
import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Analysis

@Suite struct ReferenceDistanceTests {
  private func network(
    _ weights: [[[Double]]], biases: [[Double]?]? = nil, _ activation: Activation = .relu
  ) throws -> FeedForwardNetwork {
    let layers = weights.indices.map { DenseLayer(name: "\($0)", weight: Matrix(weights[$0]), bias: biases?[$0]) }
    return try FeedForwardNetwork(layers: layers, activation: activation)
  }

  private func norms(_ network: FeedForwardNetwork, _ reference: FeedForwardNetwork) throws -> [Double] {
    let distances = ClassMatrices(of: network).distances(from: .value(reference))
    guard case .value(let norms) = distances else {
      Issue.record("\(distances)")
      return []
    }
    return norms.map(\.value)
  }

  private func reason(_ network: FeedForwardNetwork, _ reference: FeedForwardNetwork) -> String? {
    let distances = ClassMatrices(of: network).distances(from: .value(reference))
    return if case .missing(let reason) = distances { reason } else { nil }
  }

  @Test("rows (4 0), (0 13) minus (1 −4), (0 1): 5 + 12; biases (1, 2) − (1, 2) and the constant row add nothing")
  func hand() throws {
    let (W, M) = ([[[4.0, 0], [0, 13]]], [[[1.0, -4], [0, 1]]])
    let plain = try norms(network(W), network(M))[0]
    #expect(plain >= 17 && relativeDifference(plain, 17) < 1e-14)
    let biases = [[1.0, 2]]
    #expect(try norms(network(W, biases: biases), network(M, biases: biases))[0] >= 17)
  }

  @Test("bias (3) − (0) beside weights (4) − (0): √(3² + 4²) for each of two rows, the constant row cancels")
  func biases() throws {
    let one = try network([[[4], [4]], [[1, 1], [1, 2]]], biases: [[3, 3], nil])
    let other = try network([[[0], [0]], [[1, 1], [1, 2]]], biases: [[0, 0], nil])
    let norms = try norms(one, other)
    #expect(norms[0] >= 10 && relativeDifference(norms[0], 10) < 1e-14)
    #expect(norms[1] == 0)
  }

  @Test(
    "a network is at distance 0 from itself; folding leaves its round-off", arguments: [Activation.relu, .softplus])
  func same(_ activation: Activation) throws {
    let one = try network([[[1.5, -0.25]], [[0.7], [0.1]]], biases: [[0.3], [0.4, 0.5]], activation)
    let norms = try norms(one, one)
    #expect(norms.allSatisfy { activation == .relu ? $0 == 0 : $0 < 1e-14 })
  }

  @Test("what does not fit is said") func misfits() throws {
    let one = try network([[[1, 2], [3, 4]]])
    #expect(
      reason(one, try network([[[1], [3]]])) == "layer 1 is 2 × 2, the reference's 2 × 1")
    #expect(
      reason(one, try network([[[1, 2], [3, 4]], [[1, 2], [3, 4]]]))
        == "the network has depth 1, the reference 2")
    let biased = try network([[[1, 2], [3, 4]]], biases: [[1, 1]])
    #expect(reason(one, biased) == "the reference has biases, the network has none")
    #expect(reason(biased, one) == "the network has biases, the reference has none")
    let far = try network([[[1e308, 2], [3, 4]]])
    #expect(reason(far, try network([[[-1e308, 2], [3, 4]]]))?.contains("farther") == true)
  }
}
