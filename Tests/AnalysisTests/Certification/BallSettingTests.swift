import Certification
import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Analysis

@Suite struct BallSettingTests {
  private static let network = try! FeedForwardNetwork(
    layers: [
      DenseLayer(name: "a", weight: Matrix([[1.27, -0.5], [0.1, 0]]), bias: [0, 1]),
      DenseLayer(name: "b", weight: Matrix([[1, 2], [3, -4]])),
    ], activation: .relu)

  private func radii(_ ball: BallSetting, biases: Bool = false) throws -> [LayerRadius] {
    try ball.radii(of: Self.network, perturbsBiases: biases, manifest: .init())
  }

  @Test("ε on layer 2 alone; biases move with their row, and a layer without biases has none") func uniform() throws {
    let ball = BallSetting.radius(.uniform(0.5, layers: [2]), .absolute)
    #expect(try radii(ball) == [LayerRadius(weight: .uniform(0)), LayerRadius(weight: .uniform(0.5))])
    let all = BallSetting.radius(.uniform(0.5, layers: nil), .absolute)
    #expect(
      try radii(all, biases: true)
        == [LayerRadius(weight: .uniform(0.5), bias: [0.5, 0.5]), LayerRadius(weight: .uniform(0.5))])
  }

  @Test("0.5 × max|W| = 0.635 and 2; 0.5 × range = 0.5·1.77 and 0.5·7: not below, and by at most a few units")
  func units() throws {
    let largest = try radii(.radius(.uniform(0.5, layers: nil), .largestWeight)).map(\.weight.largest)
    let range = try radii(.radius(.uniform(0.5, layers: nil), .range)).map(\.weight.largest)
    for (found, exact) in zip(largest + range, [0.635, 2, 0.885, 3.5]) {
      #expect(found >= exact.nextDown && found <= exact * (1 + 0x1p-48))
    }
  }

  @Test("8 bits per channel: half of 1.27/127 = 0.005 and of 0.1/127 in layer 1") func quantization() throws {
    let ball = BallSetting.quantization(Quantization(bits: 8, scheme: .perChannel), layers: [1])
    let radii = try radii(ball)
    guard case .rows(let rows) = radii[0].weight else {
      Issue.record("\(radii[0])")
      return
    }
    #expect(rows[0] >= 0.005 - 1e-17 && rows[0] < 0.005 + 1e-12)
    #expect(rows[1] >= 0.05 / 127 - 1e-18 && rows[1] < 0.05 / 127 + 1e-12)
    #expect(radii[1].isZero)
  }

  @Test("titles") func titles() {
    #expect("\(BallSetting.radius(.uniform(0.005, layers: nil), .absolute))" == "ε = 0.005 on all layers")
    #expect("\(BallSetting.between(path: "q.pt"))" == "all weights no further from the model than q.pt")
    let quantized = BallSetting.quantization(Quantization(bits: 8, scheme: .perChannel), layers: [1, 3])
    #expect("\(quantized)" == "8 bits per-channel, half a step on layers 1, 3")
  }
}
