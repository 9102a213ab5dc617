/// Counts over a part of one layer's weights.
public struct FlipTally: Sendable {
  let layer: Int
  var weights = 0
  var harmful: [Int]
  var weightsAtRisk = 0
  /// Samples lost to the worst bit of each weight, summed.
  var worstLoss = 0
  /// The worst flips, worst first.
  var worst: [BitFlipReport.Flip] = []
  /// What a flip must lose to be listed: what the last of a full list loses.
  private var threshold = 1

  /// How many flips are listed.
  static let listed = 20

  init(layer: Int, bits: Int) {
    self.layer = layer
    harmful = Array(repeating: 0, count: bits)
  }

  /// Adds the flips of one weight: `flips[bit]` samples are lost.
  mutating func add(row: Int, column: Int, before: Double, lost: ArraySlice<Int>, after: (_ bit: Int) -> Double) {
    weights += 1
    let most = lost.max() ?? 0
    worstLoss += most
    guard most > 0 else { return }
    weightsAtRisk += 1
    for (bit, lost) in lost.enumerated() where lost > 0 {
      harmful[bit] += 1
      guard lost >= threshold else { continue }
      worst.append(
        .init(layer: layer + 1, row: row, column: column, bit: bit, before: before, after: after(bit), lost: lost))
      if worst.count >= 4 * Self.listed { keepWorst() }
    }
  }

  /// Sorts the list and cuts it.
  mutating func keepWorst() {
    worst = worst.worstFirst
    if worst.count == Self.listed { threshold = worst[Self.listed - 1].lost }
  }
}

extension [BitFlipReport.Flip] {
  /// The first of them in an order that leaves no ties: most samples lost, largest change (NaN counts as infinite), place.
  var worstFirst: [BitFlipReport.Flip] {
    func change(_ flip: BitFlipReport.Flip) -> Double {
      let change = (flip.after - flip.before).magnitude
      return change.isNaN ? .infinity : change
    }
    let sorted = sorted { a, b in
      if a.lost != b.lost { return a.lost > b.lost }
      if change(a) != change(b) { return change(a) > change(b) }
      return (a.layer, a.row, a.column, a.bit) < (b.layer, b.row, b.column, b.bit)
    }
    return Array(sorted.prefix(FlipTally.listed))
  }
}
