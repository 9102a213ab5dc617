import Certification
import TestSupport
import Testing

@testable import Analysis

/// Single bit flips of a digits network against numpy, which evaluates every one of them (`Scripts/make_bit_flip_cases.py`).
@Suite struct BitFlipDigitsTests {
  struct Expected: Decodable {
    struct Layer: Decodable {
      let harmful_by_bit: [Int]
      let weights_at_risk: Int
      let worst_loss: Int
      let most_lost: Int
    }
    let correct: Int
    let layers: [Layer]
  }
  static let expected = try! Fixtures.decode([String: Expected].self, from: "certify/a_bias_bit_flips.json")

  @Test(
    "6 464 weights · 8 and · 32 bits · 360 samples: all counts are those of numpy",
    arguments: [
      ("int8_per_channel", WeightStorage.int8(.perChannel)), ("float32", .float32),
    ])
  func counts(_ key: String, _ storage: WeightStorage) throws {
    let expected = try #require(Self.expected[key])
    let samples = try digits(.test)
    let flips = try BitFlips(
      certifyNetwork("a_bias"), inputs: samples.features(0..<samples.count), labels: samples.labels, storage: storage)
    let report = flips.report(WorkerCount(cores: 2).map(flips.partCount) { flips.measure(part: $0) })
    #expect(report.correct == expected.correct && report.count == 360)
    // The file is float32.
    #expect(storage != .float32 || report.roundedWeights == 0)
    for (k, (layer, reference)) in zip(report.layers, expected.layers).enumerated() {
      #expect(layer.harmfulByBit == reference.harmful_by_bit && layer.weightsAtRisk == reference.weights_at_risk)
      #expect(layer.meanWorstLoss == Double(reference.worst_loss) / Double(layer.flips / storage.bits))
      for flip in report.worst where flip.layer == k + 1 { #expect(flip.lost <= reference.most_lost) }
    }
    #expect(report.worst.first?.lost == expected.layers.map(\.most_lost).max())
  }
}
