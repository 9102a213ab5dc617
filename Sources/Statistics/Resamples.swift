/// Eight resamples side by side: what a walk over the sample finds is the same for all of them, only the weights differ.
typealias Lanes = SIMD8<Double>

/// How often each pair of a sample counts in eight resamples, and what correlations need of that.
///
/// Counts and their products are whole numbers in doubles, exact below 2⁵³: samples of up to 10⁸ pairs. Buffers are kept from
/// resamples to resamples.
struct Resamples {
  let sample: PairedSample
  /// How often the pair at each place counts.
  private(set) var weights: [Lanes]
  private(set) var x: RankCounts, y: RankCounts
  var sums: PrefixSums

  /// The sample itself, eight times: every pair counts once.
  init(_ sample: PairedSample) {
    self.sample = sample
    weights = [Lanes](repeating: Lanes(repeating: 1), count: sample.count)
    x = RankCounts(sample.distinctX)
    y = RankCounts(sample.distinctY)
    sums = PrefixSums(sample.distinctY)
    count()
  }

  /// Lets every pair count as often as its unit was drawn.
  ///
  /// - Parameter units: for each place, the number of its unit.
  mutating func weigh(_ draws: [Lanes], of units: [Int]) {
    for place in weights.indices { weights[place] = draws[units[place]] }
    count()
  }

  private mutating func count() {
    x.count(sample.xRanks, weights)
    y.count(sample.yRanks, weights)
  }

  /// Σ weights: the pairs of a resample.
  var total: Lanes { x.total }

  /// False where every correlation is undefined: a side is constant.
  func varies(lane: Int) -> Bool {
    let pairs = total[lane] * (total[lane] - 1) / 2
    return pairs > x.tied[lane] && pairs > y.tied[lane]
  }
}

/// How often each dense rank occurs on one side.
struct RankCounts {
  private var counts: [Lanes]
  /// n, all of them.
  private(set) var total = Lanes.zero
  /// For each rank 2 (r − (n + 1)/2), r being its mean rank among n: whole numbers with mean 0.
  private(set) var centred: [Lanes]
  /// Pairs of equal rank.
  private(set) var tied = Lanes.zero
  /// Σ centred² over all n.
  private(set) var squares = Lanes.zero

  init(_ distinct: Int) {
    counts = [Lanes](repeating: .zero, count: distinct)
    centred = counts
  }

  mutating func count(_ ranks: [Int], _ weights: [Lanes]) {
    (total, tied, squares) = (.zero, .zero, .zero)
    for rank in counts.indices { counts[rank] = .zero }
    for place in ranks.indices {
      counts[ranks[place]] += weights[place]
      total += weights[place]
    }
    // Ranks below take up `below` places, so that the mean of a rank's own is below + (count + 1)/2.
    var below = Lanes.zero
    for rank in counts.indices {
      let count = counts[rank]
      tied += count * (count - 1) * 0.5
      let r = below + below + count - total
      centred[rank] = r
      squares += count * r * r
      below += count
    }
  }
}
