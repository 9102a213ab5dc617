import Statistics

/// How well a bound's generalization part ranks checkpoints by a measured gap.
public struct RankStatistic: Sendable, Equatable {
  /// Which gap.
  public enum Gap: String, Sendable, CaseIterable {
    /// Test error − train error.
    case error
    /// Test robust error − train robust ramp loss.
    case robust
  }

  /// Setting of the radii, an index into the report's parameters.
  public var radiusIndex: Int
  /// The bound's key.
  public var bound: String
  /// The gap it is compared with.
  public var gap: Gap
  /// Pairs that entered.
  public var count: Int
  /// Kendall's τ-b; nil where undefined.
  public var kendallTauB: Double?
  /// Spearman's ρ; nil where undefined.
  public var spearman: Double?
  /// Pairs of checkpoints tied in the bound.
  public var tiedBounds: Int
  /// Pairs of checkpoints tied in the gap.
  public var tiedGaps: Int
  /// Checkpoints left out as byte copies of another.
  public var duplicates: Int
  /// Checkpoints left out because the bound does not apply or the gap is missing.
  public var missing: Int
  /// Where the gaps come from: one source for all pairs.
  public var gapSource: GapSource = .evaluated
}

extension RankStatistic {
  /// Every bound against every gap at one setting of the radii, where there is a gap at all. Logged gaps enter only where
  /// none was evaluated: the two are not one scale. Logs know no robust errors.
  static func all(of analyses: [CheckpointAnalysis], radiusIndex: Int) -> [RankStatistic] {
    guard let keys = analyses.first?.bounds.map(\.key), analyses.contains(where: { $0.gap != nil }) else { return [] }
    let source: GapSource = analyses.contains { $0.gapSource == .evaluated } ? .evaluated : .logged
    let gaps = source == .logged ? [.error] : Gap.allCases
    return keys.flatMap { key in gaps.map { RankStatistic(of: key, against: $0, source, analyses, radiusIndex) } }
  }

  private init(
    of key: String, against gap: Gap, _ source: GapSource, _ analyses: [CheckpointAnalysis], _ radiusIndex: Int
  ) {
    let unique = analyses.filter { $0.duplicateOf == nil }
    // Ranks do not care for the logarithm, and it exists where the value overflows.
    let pairs = unique.compactMap { analysis -> (Double, Double)? in
      let part = analysis.bounds.first { $0.key == key }?.generalizationPart
      guard let part, analysis.gapSource == source,
        let measured = gap == .error ? analysis.gap?.error : analysis.gap?.robust
      else { return nil }
      return (part.log10, measured)
    }
    let (x, y) = (pairs.map(\.0), pairs.map(\.1))
    self.init(
      radiusIndex: radiusIndex, bound: key, gap: gap, count: pairs.count, kendallTauB: Statistics.kendallTauB(x, y),
      spearman: spearmanRho(x, y), tiedBounds: tiedPairs(x), tiedGaps: tiedPairs(y),
      duplicates: analyses.count - unique.count, missing: unique.count - pairs.count, gapSource: source)
  }
}

private func tiedPairs(_ x: [Double]) -> Int {
  Dictionary(grouping: x) { $0 }.values.reduce(0) { $0 + $1.count * ($1.count - 1) / 2 }
}
