import MatrixNorms
import Networks

/// Every single bit of every stored weight, flipped one at a time.
///
/// A flip of w_ij in layer k changes one pre-activation of each sample, a_i by (after − before)·z_j, and what lies above it.
/// A sample is *lost* where its margin is positive before and is not a positive number after: ties and NaN are losses. The
/// arithmetic is IEEE's: an exponent of ones makes a weight infinite or NaN, and 0·∞ is NaN, so that an infinite weight
/// loses even the samples whose input is 0, unless the network above makes a number of it. Biases are not flipped.
///
/// This is a measurement, not a certificate: margins are evaluated in doubles, and a sample whose margin is within
/// round-off of zero may fall to either side. Flips that are skipped are harmless by proof (`HarmlessIntervals`), so the
/// result is that of evaluating everything.
///
/// Complexity: O(weights · samples) to skip, and one pass above the layer for each flip and sample that is not skipped.
public struct BitFlips: Sendable {
  /// Parts that can be measured in any order, on any number of threads: blocks of rows of one layer.
  public var partCount: Int { parts.count }

  private let stored: StoredNetwork
  private let parts: [(layer: Int, rows: Range<Int>)]

  /// Rows in a part.
  private static let block = 8

  /// Prepares the measurement: stores the weights and evaluates the network on the samples (rows).
  ///
  /// Stored as float32, weights are rounded to it first; as int8, they are quantized. That stored network is the baseline.
  ///
  /// - Throws: a weight that is not finite in float32.
  /// - Precondition: a label for each sample, every label an output.
  public init(
    _ network: FeedForwardNetwork, inputs: Matrix, labels: [Int], storage: WeightStorage
  ) throws(NetworkError) {
    precondition(labels.count == inputs.rows, "\(labels.count) labels for \(inputs.rows) samples")
    stored = try StoredNetwork(network, inputs: inputs, labels: labels, storage: storage)
    parts = stored.network.layers.enumerated().flatMap { k, layer in
      // A row of zeros that the reader put there has no bits.
      stride(from: layer.isPairedWithZero ? 1 : 0, to: layer.weight.rows, by: Self.block).map {
        (k, $0..<min($0 + Self.block, layer.weight.rows))
      }
    }
  }

  /// Measures one part.
  public func measure(part: Int) -> FlipTally {
    let (layer, rows) = parts[part]
    let (weights, bits) = (stored.layers[layer], stored.storage.bits)
    var tally = FlipTally(layer: layer, bits: bits)
    for row in rows {
      let lost = NeuronFlips(stored, layer: layer, row: row).lost
      for column in 0..<weights.weight.columns {
        tally.add(
          row: row, column: column, before: weights.weight[row, column],
          lost: lost[column * bits..<(column + 1) * bits]
        ) { bit in weights.flipping(bit: bit, row: row, column: column) }
      }
    }
    tally.keepWorst()
    return tally
  }

  /// The report over all parts, in their order.
  ///
  /// - Precondition: one tally for each part.
  public func report(_ tallies: [FlipTally]) -> BitFlipReport {
    precondition(tallies.count == parts.count, "\(tallies.count) tallies for \(parts.count) parts")
    let bits = stored.storage.bits
    let layers = stored.network.layers.enumerated().map { k, layer in
      let own = tallies.filter { $0.layer == k }
      let weights = own.reduce(0) { $0 + $1.weights }
      let harmful = own.reduce(Array(repeating: 0, count: bits)) { zip($0, $1.harmful).map { $0 + $1 } }
      return BitFlipReport.LayerFlips(
        name: layer.name, flips: weights * bits, harmful: harmful.reduce(0, +),
        weightsAtRisk: own.reduce(0) { $0 + $1.weightsAtRisk }, harmfulByBit: harmful,
        meanWorstLoss: Double(own.reduce(0) { $0 + $1.worstLoss }) / Double(max(1, weights)))
    }
    return BitFlipReport(
      storage: stored.storage, correct: stored.labels.count, count: stored.count, layers: layers,
      worst: tallies.flatMap(\.worst).worstFirst,
      roundedWeights: stored.layers.reduce(0) { $0 + $1.roundedWeights })
  }

  /// All of it on one thread.
  public static func report(
    _ network: FeedForwardNetwork, inputs: Matrix, labels: [Int], storage: WeightStorage
  ) throws(NetworkError) -> BitFlipReport {
    let flips = try BitFlips(network, inputs: inputs, labels: labels, storage: storage)
    return flips.report((0..<flips.partCount).map { flips.measure(part: $0) })
  }
}
