/// Percentile intervals of correlations from resamples with replacement.
///
/// A resample draws as many units as there are, single pairs or groups of pairs that are not independent of one another
/// (a cluster bootstrap). The interval reaches from the 2.5th to the 97.5th percentile of the statistic over those resamples in
/// which it is defined. Sources: Efron 1979; Davison and Hinkley 1997, sections 3.8 and 5.3. O(B n log n).
public struct Bootstrap: Sendable, Equatable {
  /// Where the middle 95 % of the resamples lie.
  public struct Interval: Sendable, Equatable {
    /// 2.5th percentile.
    public var lower: Double
    /// 97.5th percentile.
    public var upper: Double

    /// An interval.
    public init(lower: Double, upper: Double) {
      self.lower = lower
      self.upper = upper
    }
  }

  /// What is drawn: this many.
  public var unitCount: Int
  /// B.
  public var resampleCount: Int
  /// Resamples in which a side is constant, so that no correlation is defined.
  public var undefinedCount = 0
  /// Of τ-b.
  public var kendallTauB: Interval?
  /// Of ρ.
  public var spearman: Interval?
  /// Of r.
  public var pearson: Interval?

  /// With fewer units a resample repeats the sample or loses its variation: there is no interval then.
  public static let minimumUnits = 5

  /// Draws and computes.
  ///
  /// Samples with the same number of units get the same draws, whatever their numbers.
  ///
  /// - Parameter units: for each pair as given to the sample, the number of its unit, from 0; nil for single pairs.
  public init(of sample: PairedSample, units: [Int]? = nil, resamples: Int = 1000, seed: UInt64 = 0) {
    let units = Self.numbered(sample.origins.map { units?[$0] ?? $0 })
    unitCount = Set(units).count
    resampleCount = resamples
    guard unitCount >= Self.minimumUnits else {
      resampleCount = 0
      return
    }
    let values = Self.values(of: sample, units: units, count: unitCount, resamples, seed)
    undefinedCount = values.count { $0.kendallTauB == nil }
    kendallTauB = Self.interval(values.compactMap(\.kendallTauB))
    spearman = Self.interval(values.compactMap(\.spearman))
    pearson = Self.interval(values.compactMap(\.pearson))
  }

  private static func values(
    of sample: PairedSample, units: [Int], count: Int, _ resamples: Int, _ seed: UInt64
  ) -> [Correlations] {
    var stream = RandomStream(seed: seed, .bootstrap, number: 0)
    var eight = Resamples(sample)
    var draws = [Lanes](repeating: .zero, count: count)
    var values: [Correlations] = []
    while values.count < resamples {
      for unit in draws.indices { draws[unit] = .zero }
      for lane in 0..<Lanes.scalarCount {
        for _ in 0..<count { draws[stream.index(below: count)][lane] += 1 }
      }
      eight.weigh(draws, of: units)
      values += Correlations.all(of: &eight)
    }
    return Array(values.prefix(resamples))
  }

  /// Units from 0 in the order of their own numbers: gaps are left by pairs that are missing.
  private static func numbered(_ units: [Int]) -> [Int] {
    let numbers = Dictionary(uniqueKeysWithValues: Set(units).sorted().enumerated().map { ($1, $0) })
    return units.map { numbers[$0] ?? 0 }
  }

  private static func interval(_ values: [Double]) -> Interval? {
    let sorted = values.sorted()
    guard let lower = percentile(2.5, ofSorted: sorted), let upper = percentile(97.5, ofSorted: sorted) else {
      return nil
    }
    return Interval(lower: lower, upper: upper)
  }
}
