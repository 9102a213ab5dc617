import MatrixNorms

/// All flips of the weights of one neuron.
struct NeuronFlips {
  /// Correct samples that each flip makes wrong: entry column · bits + bit.
  private(set) var lost: [Int]

  private let probe: NeuronProbe
  private let intervals: HarmlessIntervals
  /// Points to evaluate and the flips they belong to.
  private var points: [NeuronProbe.Point] = []
  private var flips: [Int] = []

  /// Points that are evaluated together: a batch whose activations stay in the cache.
  private static let batch = 512

  init(_ stored: StoredNetwork, layer: Int, row: Int) {
    let (weights, bits) = (stored.layers[layer], stored.storage.bits)
    probe = NeuronProbe(stored, layer: layer, row: row)
    intervals = HarmlessIntervals(probe)
    lost = Array(repeating: 0, count: weights.weight.columns * bits)
    for column in 0..<weights.weight.columns {
      let before = weights.weight[row, column]
      let harmless = harmlessChanges(ofColumn: column)
      for bit in 0..<bits {
        let after = weights.flipping(bit: bit, row: row, column: column)
        if !harmless.contains(after - before) { add(flip: column * bits + bit, before, after, column: column) }
      }
    }
    evaluate()
  }

  private func harmlessChanges(ofColumn column: Int) -> ClosedRange<Double> {
    let inputs = probe.stored.inputs[probe.layer]
    let samples = inputs.columns
    let v = inputs.elements.span.extracting(column * samples..<(column + 1) * samples)
    return intervals.harmlessChanges(v, natural: probe.natural)
  }

  /// Counts what needs no evaluation, and queues the rest. The product of the old weight is taken out before that of the
  /// new one comes in: their difference would lose a new one that is much smaller.
  private mutating func add(flip: Int, _ before: Double, _ after: Double, column: Int) {
    let inputs = probe.stored.inputs[probe.layer]
    let start = column * inputs.columns
    for sample in probe.natural.indices {
      let v = inputs.elements[start + sample]
      let x = (probe.natural[sample] - before * v) + after * v
      if intervals.contains(x, sample) { continue }
      if x.isNaN {
        // Every activation, weight and logit above is NaN as well.
        lost[flip] += 1
        continue
      }
      points.append(.init(sample: sample, x: x))
      flips.append(flip)
      if points.count == Self.batch { evaluate() }
    }
  }

  private mutating func evaluate() {
    guard !points.isEmpty else { return }
    let margins = probe.logits(points).margins(labels: points.map { probe.stored.labels[$0.sample] })
    for (flip, margin) in zip(flips, margins) where !(margin > 0) { lost[flip] += 1 }
    points.removeAll(keepingCapacity: true)
    flips.removeAll(keepingCapacity: true)
  }
}
