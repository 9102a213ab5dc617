import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Certification

@Suite struct BitFlipsTests {
  static let activations = Activation.named.map(\.activation) + [.clip(lower: -0.5, upper: 0.75)]

  @Test("the report is that of evaluating the whole network for every flip", arguments: activations)
  func bruteForce(_ activation: Activation) throws {
    var correct = 0
    for seed in UInt64(0)..<6 {
      let (network, inputs, labels) = try example(seed, activation)
      for storage in [WeightStorage.float32, .int8(.perChannel)] {
        let expected = BruteForceFlips(network: network, inputs: inputs, labels: labels, storage: storage).report()
        let report = try BitFlips.report(network, inputs: inputs, labels: labels, storage: storage)
        expectSame(report, expected, "\(activation.name), seed \(seed), \(storage)")
        correct += report.correct
      }
    }
    // The labels are those of the network but for one: most samples are correct, save where all outputs are alike.
    #expect(correct > 6 * 2 * 2)
  }

  @Test("1.0 = 0x3F800000: bit 30 makes infinity (0x7F800000), bit 31 −1, bit 23 one half, bit 0 1 + 2⁻²³")
  func float32() {
    let stored = StoredLayer(Matrix([[1, -1.5]]), as: .float32)
    #expect(stored.flipping(bit: 30, row: 0, column: 0) == .infinity)
    #expect(stored.flipping(bit: 31, row: 0, column: 0) == -1)
    #expect(stored.flipping(bit: 23, row: 0, column: 0) == 0.5)
    #expect(stored.flipping(bit: 0, row: 0, column: 0) == 1 + 0x1p-23)
    #expect(stored.flipping(bit: 30, row: 0, column: 1).isNaN)
  }

  @Test("int8, q = 1: bit 7 makes −127, bit 6 65; q = −127 = 0x81: bit 0 makes −128") func int8() {
    // s = 1.
    let stored = StoredLayer(Matrix([[1, -127]]), as: .int8(.perTensor))
    #expect(stored.flipping(bit: 7, row: 0, column: 0) == -127)
    #expect(stored.flipping(bit: 6, row: 0, column: 0) == 65)
    #expect(stored.flipping(bit: 0, row: 0, column: 1) == -128)
    #expect(stored.flipping(bit: 7, row: 0, column: 1) == 1)
  }

  @Test("f = (x₁, 0) at x = (1, 0): w₁₁ = 1 loses by its sign, not by infinity; w₂₁ = 0 by bit 30, which makes 2")
  func byHand() throws {
    // Margin w₁₁ − w₂₁. w₁₁ = 1: bit 31 loses (−1); bit 30 makes +∞ > 0 and does not; every other bit leaves it positive.
    // w₂₁ = 0: bit 30 makes 2 and loses, bit 29 2⁻⁶³ and less. w₁₂ and w₂₂ are multiplied by 0.
    let network = try FeedForwardNetwork(
      layers: [DenseLayer(name: "only", weight: Matrix([[1, 0], [0, 0]]))], activation: .relu)
    let report = try BitFlips.report(network, inputs: Matrix([[1, 0]]), labels: [0], storage: .float32)
    let flips = report.worst.map { [$0.row, $0.column, $0.bit] }
    #expect(flips == [[0, 0, 31], [1, 0, 30]])
    #expect(report.layers[0].harmful == 2 && report.layers[0].weightsAtRisk == 2 && report.layers[0].flips == 128)
    #expect(report.layers[0].meanWorstLoss == 0.5 && report.roundedWeights == 0)
    #expect(report.correct == 1 && report.count == 1)
  }

  @Test("an infinite weight loses a sample whose input is 0: 0·∞ is NaN") func zeroTimesInfinity() throws {
    let network = try FeedForwardNetwork(
      layers: [DenseLayer(name: "only", weight: Matrix([[1, 1], [0, 0]]))], activation: .relu)
    let report = try BitFlips.report(network, inputs: Matrix([[1, 0]]), labels: [0], storage: .float32)
    #expect(report.worst.contains { $0.row == 0 && $0.column == 1 && $0.bit == 30 && $0.after == .infinity })
    #expect(!report.worst.contains { $0.row == 0 && $0.column == 0 && $0.bit == 30 })
  }

  @Test("weights that are not float32 are rounded first, and counted: 0.1 and 1/3, not 0.5 and 0") func rounded() throws
  {
    let network = try FeedForwardNetwork(
      layers: [DenseLayer(name: "only", weight: Matrix([[0.1, 0.5], [1.0 / 3, 0]]))], activation: .relu)
    let report = try BitFlips.report(network, inputs: Matrix([[1, 1]]), labels: [0], storage: .float32)
    #expect(report.roundedWeights == 2)
    let huge = try FeedForwardNetwork(
      layers: [DenseLayer(name: "only", weight: Matrix([[1e300], [1]]))], activation: .relu)
    #expect(throws: NetworkError.self) {
      try BitFlips.report(huge, inputs: Matrix([[1]]), labels: [0], storage: .float32)
    }
  }

  @Test("nothing is lost where nothing is correct, nor of no samples") func nothing() throws {
    let network = try FeedForwardNetwork(
      layers: [DenseLayer(name: "only", weight: Matrix([[1], [0]]))], activation: .relu)
    let wrong = try BitFlips.report(network, inputs: Matrix([[1]]), labels: [1], storage: .float32)
    #expect(wrong.correct == 0 && wrong.worst.isEmpty && wrong.layers[0].harmful == 0)
    let none = Matrix(rows: 0, columns: 1, elements: [])
    let empty = try BitFlips.report(network, inputs: none, labels: [], storage: .int8(.perTensor))
    #expect(empty.count == 0 && empty.worst.isEmpty)
  }

  @Test("parts are measured in any order: 20 rows are three parts of a layer") func parts() throws {
    var g = SeededGenerator(seed: 5)
    let network = try FeedForwardNetwork(
      layers: [
        DenseLayer(name: "a", weight: randomMatrix(20, 3, &g)), DenseLayer(name: "b", weight: randomMatrix(3, 20, &g)),
      ], activation: .relu)
    let inputs = randomMatrix(9, 3, &g)
    let labels = network.logits(inputs).forEachRow { v in v.indices.max { v[$0] < v[$1] }! }
    let flips = try BitFlips(network, inputs: inputs, labels: labels, storage: .float32)
    #expect(flips.partCount == 4)
    var tallies: [Int: FlipTally] = [:]
    for part in (0..<4).reversed() { tallies[part] = flips.measure(part: part) }
    expectSame(
      flips.report((0..<4).map { tallies[$0]! }),
      BruteForceFlips(network: network, inputs: inputs, labels: labels, storage: .float32).report(), "parts")
  }

  /// A small network and samples that it mostly gets right.
  private func example(_ seed: UInt64, _ activation: Activation) throws -> (FeedForwardNetwork, Matrix, [Int]) {
    var g = SeededGenerator(seed: seed + 100)
    let depth = 1 + Int(seed) % 4
    let widths = (0...depth).map { _ in Int.random(in: 2...4, using: &g) }
    let hasBiases = Bool.random(using: &g)
    let layers = (0..<depth).map { k in
      var weight = randomMatrix(widths[k + 1], widths[k], &g)
      // Zeros and ones: their flips give subnormal numbers, infinity and NaN.
      weight[0, 0] = 0
      weight[1, 1] = seed % 2 == 0 ? 1 : -1.25
      return DenseLayer(
        name: "\(k)", weight: weight, bias: hasBiases ? (0..<widths[k + 1]).map { _ in 0.3 * g.normal() } : nil)
    }
    let network = try FeedForwardNetwork(layers: layers, activation: activation)
    // Inputs of both signs, some of them zero.
    let inputs = randomMatrix(7, widths[0], &g).mapped { abs($0) < 0.3 ? 0 : $0 }
    let logits = network.logits(inputs)
    var labels = logits.forEachRow { v in v.indices.max { v[$0] < v[$1] }! }
    labels[0] = (labels[0] + 1) % widths[depth]
    return (network, inputs, labels)
  }

  private func expectSame(_ a: BitFlipReport, _ b: BitFlipReport, _ comment: Comment) {
    #expect(a.correct == b.correct && a.count == b.count && a.storage == b.storage, comment)
    for (x, y) in zip(a.layers, b.layers) {
      #expect(x.name == y.name && x.flips == y.flips && x.harmful == y.harmful, comment)
      #expect(x.weightsAtRisk == y.weightsAtRisk && x.harmfulByBit == y.harmfulByBit, comment)
      #expect(x.meanWorstLoss == y.meanWorstLoss, comment)
    }
    #expect(a.layers.count == b.layers.count && a.worst.count == b.worst.count, comment)
    for (x, y) in zip(a.worst, b.worst) {
      // NaN is not equal to itself.
      #expect(x == y || x.after.isNaN && y.after.isNaN && x.place == y.place, comment)
    }
  }
}

extension BitFlipReport.Flip {
  fileprivate var place: [Int] { [layer, row, column, bit, lost] }
}
