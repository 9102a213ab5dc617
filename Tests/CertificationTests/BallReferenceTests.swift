import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

/// All five certificates against a 50-digit implementation, on balls of every form (Scripts/make_linear_cases.py).
@Suite struct BallReferenceTests {
  static let cases = try! Fixtures.decode(File.self, from: "certify/balls.json").cases

  /// One to five layers of at most five neurons. What is deducted for round-off bounds the difference; see `CertificateTests`.
  @Test(arguments: cases.indices) func margins(_ index: Int) throws {
    let example = Self.cases[index]
    let ball = try example.ball()
    let pass = ForwardPass(ball, on: Matrix(example.X))
    for certificate in certificateCatalogue {
      let margins = certificate.robustMargins(ball, pass, labels: example.y)
      for (i, expected) in try #require(example.expected[certificate.key]).enumerated() {
        #expect(margins[i] <= expected, "\(example.name): \(certificate.key), sample \(i)")
        #expect(
          expected - margins[i] <= 100 * pass.marginRoundOff(i), "\(example.name): \(certificate.key), sample \(i)")
      }
    }
  }

  @Test("the fixture holds every activation with kinks, every form of radius and every depth up to five")
  func coverage() {
    #expect(Set(Self.cases.map(\.activation)).count == 4)
    #expect(Set(Self.cases.map(\.weights.count)) == [1, 2, 3, 4, 5])
    #expect(Set(Self.cases.flatMap { $0.weight_radii.map(\.form) }) == ["zero", "uniform", "rows", "entries"])
    let moveBiases = Self.cases.filter { !$0.bias_radii.compactMap(\.self).isEmpty }
    #expect(moveBiases.count > 5)
  }

  struct File: Decodable { let cases: [Case] }

  struct Case: Decodable {
    let name: String
    let activation: String
    let weights: [[[Double]]]
    let biases: [[Double]?]
    let weight_radii: [JSONValue]
    let bias_radii: [[Double]?]
    let X: [[Double]]
    let y: [Int]
    let expected: [String: [Double]]

    func ball() throws -> PerturbedNetwork {
      let layers = weights.indices.map { k in
        DenseLayer(name: "\(k + 1)", weight: Matrix(weights[k]), bias: biases[k])
      }
      let network = try FeedForwardNetwork(
        layers: layers, activation: try #require(Activation(named: activation)))
      return try PerturbedNetwork(
        network, radii: zip(weight_radii, bias_radii).map { LayerRadius(weight: $0.radius, bias: $1) })
    }
  }
}

extension JSONValue {
  fileprivate var radius: WeightRadius {
    switch self {
    case .number(let ε): .uniform(ε)
    case .array(let rows) where rows.allSatisfy { $0.value != nil }: .rows(rows.compactMap(\.value))
    default: .entries(Matrix(elements.map { $0.elements.compactMap(\.value) }))
    }
  }

  fileprivate var form: String {
    switch radius {
    case .uniform(let ε): ε == 0 ? "zero" : "uniform"
    case .rows: "rows"
    case .entries: "entries"
    }
  }

  fileprivate var value: Double? { if case .number(let value) = self { value } else { nil } }
}
