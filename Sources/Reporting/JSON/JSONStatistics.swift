import Analysis

/// What is computed across checkpoints.
struct JSONStatistics: Encodable {
  let rankCorrelations: [JSONRankCorrelation]

  enum CodingKeys: String, CodingKey {
    case rankCorrelations = "rank_correlations"
  }
}

/// How well one bound ranks the checkpoints by one gap.
struct JSONRankCorrelation: Encodable {
  let radiusIndex: Int
  let bound: String
  let gap: String
  let count: Int
  let kendallTauB: NullableNumber
  let spearman: NullableNumber
  let tiedBoundPairs: Int
  let tiedGapPairs: Int
  let duplicatesLeftOut: Int
  let missing: Int
  let gapSource: String

  enum CodingKeys: String, CodingKey {
    case radiusIndex = "radius_index"
    case bound
    case gap
    case count
    case kendallTauB = "kendall_tau_b"
    case spearman
    case tiedBoundPairs = "tied_bound_pairs"
    case tiedGapPairs = "tied_gap_pairs"
    case duplicatesLeftOut = "duplicates_left_out"
    case missing
    case gapSource = "gap_source"
  }

  init(_ statistic: RankStatistic) {
    radiusIndex = statistic.radiusIndex
    bound = statistic.bound
    gap = statistic.gap.rawValue
    count = statistic.count
    kendallTauB = NullableNumber(statistic.kendallTauB)
    spearman = NullableNumber(statistic.spearman)
    tiedBoundPairs = statistic.tiedBounds
    tiedGapPairs = statistic.tiedGaps
    duplicatesLeftOut = statistic.duplicates
    missing = statistic.missing
    gapSource = statistic.gapSource.rawValue
  }
}
