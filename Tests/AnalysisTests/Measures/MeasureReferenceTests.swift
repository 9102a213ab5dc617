import Bounds
import Checkpoints
import Datasets
import Foundation
import TestSupport
import Testing

@testable import Analysis

/// The whole way from files to measures, against numpy, torch and sums over all paths.
@Suite struct MeasureReferenceTests {
  struct Example: Decodable {
    let name: String, activation: String
    let weights: [[[Double]]], biases: [[Double]]?, reference: [[[Double]]]
    let inputs: [[Double]], labels: [Int]
    let log10: [String: Double], value: [String: Double]

    /// A model of these matrices.
    func file(_ matrices: [[[Double]]], biases: [[Double]]?) -> [UInt8] {
      let weights = matrices.enumerated().map { k, W in
        (name: "\(k).weight", shape: [W.count, W[0].count], values: W.flatMap { $0 })
      }
      let β = (biases ?? []).enumerated().map { k, bias in (name: "\(k).bias", shape: [bias.count], values: bias) }
      return safetensorsBytes(weights + β, metadata: ["activation": activation])
    }
  }

  static let examples = try! Fixtures.decode([Example].self, from: "measures/reference.json")

  /// Each number is made of fewer than 1000 operations on either side, norms included; the script sees to it that what is
  /// left of a difference is at least 1/100 of its terms. Logarithms are of numbers between 1e−3 and 1e5, absolute errors.
  static let tolerance = 2 * 1000 * 100 * 0x1p-53

  @Test("every measure but sharpness", arguments: examples.indices) func reference(_ index: Int) throws {
    let example = Self.examples[index]
    let folder = try TemporaryFolder()
    let model = try folder.write(example.file(example.weights, biases: example.biases), "model.safetensors")
    let reference = try folder.write(example.file(example.reference, biases: nil), "reference.safetensors")
    let lines = zip(example.inputs, example.labels).map { x, y in
      (x.map { "\($0)" } + ["\(y)\n"]).joined(separator: ",")
    }
    let train = try Datasets.load(try folder.write(lines.joined(), "train.csv"), role: .train)
    let settings = AnalysisSettings(
      train: train, reference: try ReferenceMatrices(.file(reference), manifest: ModelManifest()),
      workers: WorkerCount(2, cores: 2))
    let report = Analyzer(settings).report(on: try CheckpointDiscovery([model]), command: "analyze") { _, _ in }
    let analysis = try #require(report.checkpoints.first)
    #expect(analysis.measures.map(\.key) == measureCatalogue.map { $0.key })
    for measure in analysis.measures {
      switch measure.outcome {
      case .log10(let logarithm):
        let expected = try #require(example.log10[measure.key])
        #expect(abs(logarithm - expected) <= Self.tolerance, "\(example.name): \(measure.key)")
      case .value(let value):
        let expected = try #require(example.value[measure.key])
        #expect(relativeDifference(value, expected) <= Self.tolerance, "\(example.name): \(measure.key)")
      case .notAvailable: #expect(measure.key == "sharpness", "\(example.name): \(measure.key)")
      }
    }
  }

  @Test("there are as many references as measures, sharpness aside") func complete() {
    for example in Self.examples { #expect(example.log10.count + example.value.count == measureCatalogue.count - 1) }
  }
}
