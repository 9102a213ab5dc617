import Analysis
import Statistics

/// What is computed across checkpoints.
struct JSONStatistics: Encodable {
  let rankCorrelations: [JSONRankCorrelation]
  let granulatedKendall: [JSONGranulatedKendall]
  let signError: [JSONSignError]
  let conditionalMutualInformation: [JSONConditionalInformation]

  enum CodingKeys: String, CodingKey {
    case rankCorrelations = "rank_correlations"
    case granulatedKendall = "granulated_kendall"
    case signError = "sign_error"
    case conditionalMutualInformation = "conditional_mutual_information"
  }

  init(_ report: AnalysisReport) {
    rankCorrelations = report.statistics.map(JSONRankCorrelation.init)
    granulatedKendall = report.configurationStatistics.map(JSONGranulatedKendall.init)
    signError = report.configurationStatistics.flatMap { statistic in
      [statistic.signErrors.usual, statistic.signErrors.any].map { JSONSignError(statistic, $0) }
    }
    conditionalMutualInformation = report.configurationStatistics.map(JSONConditionalInformation.init)
  }
}

/// How well one bound or measure ranks the checkpoints by one gap.
struct JSONRankCorrelation: Encodable {
  let radiusIndex: Int
  let bound: String
  let kind: String
  let expectation: String
  let gap: String
  let gapSource: String
  let count: Int
  let kendallTauB: NullableNumber
  let kendallTauBInterval: Nullable<[Double]>
  let spearman: NullableNumber
  let spearmanInterval: Nullable<[Double]>
  let pearson: NullableNumber
  let pearsonInterval: Nullable<[Double]>
  let pearsonScale: String
  let resamplingUnit: String
  let resamplingUnits: Int
  let resamples: Int
  let resamplesLeftOut: Int
  let tiedBoundPairs: Int
  let tiedGapPairs: Int
  let duplicatesLeftOut: Int
  let missing: Int
  let notNumbers: Int

  enum CodingKeys: String, CodingKey {
    case radiusIndex = "radius_index"
    case bound
    case kind
    case expectation
    case gap
    case gapSource = "gap_source"
    case count
    case kendallTauB = "kendall_tau_b"
    case kendallTauBInterval = "kendall_tau_b_interval"
    case spearman
    case spearmanInterval = "spearman_interval"
    case pearson
    case pearsonInterval = "pearson_interval"
    case pearsonScale = "pearson_scale"
    case resamplingUnit = "resampling_unit"
    case resamplingUnits = "resampling_units"
    case resamples
    case resamplesLeftOut = "resamples_left_out"
    case tiedBoundPairs = "tied_bound_pairs"
    case tiedGapPairs = "tied_gap_pairs"
    case duplicatesLeftOut = "duplicates_left_out"
    case missing
    case notNumbers = "not_numbers"
  }

  init(_ statistic: RankStatistic) {
    func limits(_ interval: Bootstrap.Interval?) -> Nullable<[Double]> {
      Nullable(interval.map { [$0.lower, $0.upper] })
    }
    radiusIndex = statistic.radiusIndex
    bound = statistic.predictor.key
    kind = statistic.predictor.kind.rawValue
    expectation = statistic.predictor.expectation.rawValue
    gap = statistic.gap.rawValue
    gapSource = statistic.gapSource.rawValue
    count = statistic.count
    kendallTauB = NullableNumber(statistic.correlations.kendallTauB)
    kendallTauBInterval = limits(statistic.bootstrap.kendallTauB)
    spearman = NullableNumber(statistic.correlations.spearman)
    spearmanInterval = limits(statistic.bootstrap.spearman)
    pearson = NullableNumber(statistic.correlations.pearson)
    pearsonInterval = limits(statistic.bootstrap.pearson)
    pearsonScale = statistic.predictor.scale.rawValue
    resamplingUnit = statistic.resamplingUnit.rawValue
    resamplingUnits = statistic.bootstrap.unitCount
    resamples = statistic.bootstrap.resampleCount
    resamplesLeftOut = statistic.bootstrap.undefinedCount
    tiedBoundPairs = statistic.tiedPredictors
    tiedGapPairs = statistic.tiedGaps
    duplicatesLeftOut = statistic.duplicates
    missing = statistic.missing
    notNumbers = statistic.notNumbers
  }
}
