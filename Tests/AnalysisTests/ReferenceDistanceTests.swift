import Bounds
import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Analysis

@Suite struct ReferenceDistanceTests {
  private func classes(
    _ weights: [[[Double]]], biases: [[Double]?]? = nil, _ activation: Activation = .relu
  ) throws -> ClassMatrices {
    let layers = weights.indices.map { DenseLayer(name: "\($0)", weight: Matrix(weights[$0]), bias: biases?[$0]) }
    return ClassMatrices(of: try FeedForwardNetwork(layers: layers, activation: activation))
  }

  private func norms(_ reference: Evidence.Reference) throws -> [Double] {
    guard case .groupNorms21(let norms) = reference else {
      Issue.record("\(reference)")
      return []
    }
    return norms.map(\.value)
  }

  private func reason(_ reference: Evidence.Reference) -> String? {
    if case .missing(let reason) = reference { reason } else { nil }
  }

  @Test("rows (4 0), (0 13) minus (1 −4), (0 1): 5 + 12; biases (1, 2) − (1, 2) and the constant row add nothing")
  func hand() throws {
    let (W, M) = ([[[4.0, 0], [0, 13]]], [[[1.0, -4], [0, 1]]])
    let plain = try norms(.init(of: classes(W), from: classes(M)))[0]
    #expect(plain >= 17 && relativeDifference(plain, 17) < 1e-14)
    let biases = [[1.0, 2]]
    #expect(try norms(.init(of: classes(W, biases: biases), from: classes(M, biases: biases)))[0] >= 17)
  }

  @Test("bias (3) − (0) beside weights (4) − (0): √(3² + 4²) for each of two rows, the constant row cancels")
  func biases() throws {
    let one = try classes([[[4], [4]], [[1, 1], [1, 2]]], biases: [[3, 3], nil])
    let other = try classes([[[0], [0]], [[1, 1], [1, 2]]], biases: [[0, 0], nil])
    let norms = try norms(.init(of: one, from: other))
    #expect(norms[0] >= 10 && relativeDifference(norms[0], 10) < 1e-14)
    #expect(norms[1] == 0)
  }

  @Test(
    "a network is at distance 0 from itself; folding leaves its round-off", arguments: [Activation.relu, .softplus])
  func same(_ activation: Activation) throws {
    let one = try classes([[[1.5, -0.25]], [[0.7], [0.1]]], biases: [[0.3], [0.4, 0.5]], activation)
    let norms = try norms(.init(of: one, from: one))
    #expect(norms.allSatisfy { activation == .relu ? $0 == 0 : $0 < 1e-14 })
  }

  @Test("what does not fit is said") func misfits() throws {
    let one = try classes([[[1, 2], [3, 4]]])
    #expect(
      reason(.init(of: one, from: try classes([[[1], [3]]]))) == "layer 1 is 2 × 2, the reference's 2 × 1")
    #expect(
      reason(.init(of: one, from: try classes([[[1, 2], [3, 4]], [[1, 2], [3, 4]]])))
        == "the network has depth 1, the reference 2")
    let biased = try classes([[[1, 2], [3, 4]]], biases: [[1, 1]])
    #expect(reason(.init(of: one, from: biased)) == "the reference has biases, the network has none")
    #expect(reason(.init(of: biased, from: one)) == "the network has biases, the reference has none")
    let far = try classes([[[1e308, 2], [3, 4]]])
    #expect(reason(.init(of: far, from: try classes([[[-1e308, 2], [3, 4]]])))?.contains("farther") == true)
  }

  @Test("without a reference the option is named") func none() {
    #expect(reason(.none) == "no reference matrices: --reference init.safetensors")
  }
}
