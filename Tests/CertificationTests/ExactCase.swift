import Foundation
import MatrixNorms
import Networks
import TestSupport

@testable import Certification

/// One case of Tests/Fixtures/certify/exact.json: a small network, a ball and the worst margin of one sample in it, by
/// mixed-integer programming.
struct ExactCase: Decodable, Sendable, CustomStringConvertible {
  let name: String
  let activation: String
  let form: String
  let weights: [[[Double]]]
  let biases: [[Double]]
  let radii: [[[Double]]]
  let biasRadii: [[Double]]
  let x: [Double]
  let label: Int
  let worst: Double

  var description: String { name }

  static let all = try! JSONDecoder().decode(
    [ExactCase].self, from: Data(contentsOf: Fixtures.url("certify/exact.json")))

  /// The ball, with β_y of the last layer lowered so that the worst margin becomes the given one; as it is for nil.
  func ball(worst margin: Double? = nil) throws -> PerturbedNetwork {
    let layers = weights.indices.map { k in
      var β = biases[k]
      if let margin, k == weights.count - 1 { β[label] -= worst - margin }
      return DenseLayer(name: "\(k + 1)", weight: Matrix(weights[k]), bias: β)
    }
    let network = try FeedForwardNetwork(layers: layers, activation: Activation(named: activation)!)
    let moves = radii.indices.map { k in
      LayerRadius(
        weight: radius(radii[k]), bias: biasRadii[k].allSatisfy { $0 == 0 } ? nil : biasRadii[k])
    }
    return try PerturbedNetwork(network, radii: moves)
  }

  private func radius(_ E: [[Double]]) -> WeightRadius {
    switch form {
    case "uniform": .uniform(E[0][0])
    case "rows": .rows(E.map { $0[0] })
    default: .entries(Matrix(E))
    }
  }

  func decide(worst margin: Double? = nil, timeLimit: Double = 10) throws -> ExactOutcome {
    try ExactDecision.decide(
      ball(worst: margin), Matrix([x]), labels: [label], settings: ExactSettings(timeLimit: timeLimit))[0]
  }
}
