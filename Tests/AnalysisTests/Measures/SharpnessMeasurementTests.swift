import Bounds
import Certification
import Checkpoints
import Datasets
import Foundation
import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Analysis

@Suite struct SharpnessMeasurementTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func samples(_ text: String) throws -> LabelledSamples {
    try Datasets.load(try folder.write(text, "train.csv"), role: .train)
  }

  private func random(_ seed: UInt64) throws -> (FeedForwardNetwork, LabelledSamples) {
    var g = SeededGenerator(seed: seed)
    func matrix(_ rows: Int, _ columns: Int) -> Matrix {
      Matrix(rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in g.normal() })
    }
    let network = try FeedForwardNetwork(
      layers: [DenseLayer(name: "1", weight: matrix(5, 3)), DenseLayer(name: "2", weight: matrix(3, 5))],
      activation: .relu)
    let text = (0..<30).map { i in "\(g.normal()),\(g.normal()),\(g.normal()),\(i % 3)\n" }.joined()
    return (network, try samples(text))
  }

  private func sharpness(
    _ network: FeedForwardNetwork, _ train: LabelledSamples, _ radius: Double, workers: Int = 1
  ) throws -> Double {
    let measurement = try SharpnessMeasurement(on: train, attack: SharpnessMeasurement.usualAttack)
    let ball = try PerturbedNetwork(network, radii: Array(repeating: radius, count: network.depth))
    let logits = network.logits(try train.features(0..<train.count))
    let crossEntropy = logits.crossEntropies(labels: train.labels).reduce(0, +) / Double(train.count)
    return measurement.sharpness(of: ball, crossEntropy: crossEntropy, workers: WorkerCount(workers, cores: workers))
  }

  @Test(
    """
    W = (1; −1), x = 1, label 0, ε = 2: the worst Ŵ = (−1; 1) turns the margin from 2 to −2, so that the cross-entropy \
    ln(1 + e⁻²) = 0.126928 grows by 2: 2 / 1.126928 = 1.774736
    """)
  func handWorked() throws {
    let network = try FeedForwardNetwork(
      layers: [DenseLayer(name: "1", weight: Matrix([[1], [-1]]))], activation: .relu)
    let natural = 0.126_928_011_042_972_5
    // The first step goes to the end of the ball: ln(1 + e²) − ln(1 + e⁻²) = 2.
    let found = try sharpness(network, try samples("1,0\n"), 2)
    #expect(relativeDifference(found, 2 / (1 + natural)) <= 64 * 0x1p-53)
  }

  @Test("at radius 0 the ball is the network: 0 up to the round-off of a mean", arguments: UInt64(0)..<5)
  func zeroRadius(_ seed: UInt64) throws {
    let (network, train) = try random(seed)
    #expect(try sharpness(network, train, 0) <= 100 * 0x1p-53)
  }

  @Test("never negative, and the same with any number of workers, to the last bit", arguments: UInt64(0)..<8)
  func workers(_ seed: UInt64) throws {
    let (network, train) = try random(seed)
    let values = try [1, 2, 3].map { try sharpness(network, train, 0.2, workers: $0) }
    #expect(values[0] >= 0 && values.allSatisfy { $0 == values[0] })
  }

  @Test("in a report: at each radius, with a reason where it is not measured") func report() throws {
    let model = try folder.write(
      safetensorsBytes([("0.weight", [2, 2], [3, 0, 0, 1]), ("1.weight", [2, 2], [1, 0, 0, 1])]), "m.safetensors")
    func outcomes(activation: Activation = .relu, _ attack: AttackSettings?) throws -> [MeasureOutcome?] {
      var settings = AnalysisSettings(
        train: try samples("1,0.5,0\n0.1,1,1\n"), radii: [.uniform(0, layers: nil), .uniform(0.5, layers: nil)],
        marginScale: .value(1), sharpness: attack, workers: WorkerCount(1, cores: 1))
      settings.manifest.activation = (activation, "test")
      var stages: [String] = []
      let report = Analyzer(settings).report(
        on: try CheckpointDiscovery([model]), command: "analyze", stage: { stages.append("\($0): \($1)") },
        progress: { _, _ in })
      #expect(stages == (attack == nil || activation == .tanh ? [] : ["0: sharpness at ε = 0.5 on all layers"]))
      return report.checkpoints.map { $0.measures.first { $0.key == "sharpness" }?.outcome }
    }
    let measured = try outcomes(SharpnessMeasurement.usualAttack)
    #expect(measured[0]?.reason?.contains("radii are 0") == true && (measured[1]?.value ?? -1) > 0)
    #expect(try outcomes(nil).allSatisfy { $0?.reason?.contains("--sharpness") == true })
    let tanh = try outcomes(activation: .tanh, SharpnessMeasurement.usualAttack)
    #expect(tanh.allSatisfy { $0?.reason?.contains("tanh takes negative values") == true })
  }
}
