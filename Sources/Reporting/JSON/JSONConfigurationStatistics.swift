import Analysis
import Statistics

/// ψ of one bound or measure for each hyper-parameter, and Ψ.
struct JSONGranulatedKendall: Encodable {
  let radiusIndex: Int
  let bound: String
  let kind: String
  let expectation: String
  let gapSource: String
  let runs: Int
  let configurations: Int
  let runsLeftOut: Int
  let mean: NullableNumber
  let hyperparameters: [Coefficient]

  struct Coefficient: Encodable {
    let name: String
    let psi: NullableNumber
    let eligibleCells: Int
    let finiteCells: Int

    enum CodingKeys: String, CodingKey {
      case name
      case psi
      case eligibleCells = "eligible_cells"
      case finiteCells = "finite_cells"
    }
  }

  enum CodingKeys: String, CodingKey {
    case radiusIndex = "radius_index"
    case bound
    case kind
    case expectation
    case gapSource = "gap_source"
    case runs
    case configurations
    case runsLeftOut = "runs_left_out"
    case mean
    case hyperparameters
  }

  init(_ statistic: ConfigurationStatistic) {
    radiusIndex = statistic.radiusIndex
    bound = statistic.predictor.key
    kind = statistic.predictor.kind.rawValue
    expectation = statistic.predictor.expectation.rawValue
    gapSource = statistic.gapSource.rawValue
    runs = statistic.runCount
    configurations = statistic.configurationCount
    runsLeftOut = statistic.leftOut
    mean = NullableNumber(statistic.granulatedKendall.mean)
    hyperparameters = zip(statistic.hyperparameters, statistic.granulatedKendall.coefficients).map {
      Coefficient(
        name: $0, psi: NullableNumber($1.value), eligibleCells: $1.eligibleCells, finiteCells: $1.finiteCells)
    }
  }
}

/// Sign errors of one bound or measure by one rule.
struct JSONSignError: Encodable {
  let radiusIndex: Int
  let bound: String
  let kind: String
  let expectation: String
  let testSamples: Nullable<Int>
  let minimumEffectiveSampleSize: Double
  let configurationPairs: Int
  let obstacle: Nullable<String>
  let environments: [Environments]

  struct Environments: Encodable {
    let hyperparameter: Nullable<String>
    let count: Int
    let mean: NullableNumber
    let percentile90: NullableNumber
    let maximum: NullableNumber

    enum CodingKeys: String, CodingKey {
      case hyperparameter
      case count
      case mean
      case percentile90 = "percentile_90"
      case maximum
    }

    init(_ hyperparameter: String?, _ summary: SignError.Summary) {
      self.hyperparameter = Nullable(hyperparameter)
      count = summary.environmentCount
      mean = NullableNumber(summary.mean)
      percentile90 = NullableNumber(summary.percentile90)
      maximum = NullableNumber(summary.maximum)
    }
  }

  enum CodingKeys: String, CodingKey {
    case radiusIndex = "radius_index"
    case bound
    case kind
    case expectation
    case testSamples = "test_samples"
    case minimumEffectiveSampleSize = "minimum_effective_sample_size"
    case configurationPairs = "configuration_pairs"
    case obstacle
    case environments
  }

  init(_ statistic: ConfigurationStatistic, _ rule: SignErrorStatistic.Rule) {
    radiusIndex = statistic.radiusIndex
    bound = statistic.predictor.key
    kind = statistic.predictor.kind.rawValue
    expectation = statistic.predictor.expectation.rawValue
    testSamples = Nullable(statistic.signErrors.testSampleCount)
    minimumEffectiveSampleSize = rule.minimumEffectiveSampleSize
    configurationPairs = statistic.signErrors.pairCount
    obstacle = Nullable(rule.obstacle)
    environments =
      [Environments(nil, rule.all)] + zip(statistic.hyperparameters, rule.byHyperparameter).map(Environments.init)
  }
}

/// Normalized conditional mutual information of one bound or measure.
struct JSONConditionalInformation: Encodable {
  let radiusIndex: Int
  let bound: String
  let kind: String
  let minimum: NullableNumber
  let conditions: [Condition]

  struct Condition: Encodable {
    let hyperparameters: [String]
    let normalized: NullableNumber
  }

  enum CodingKeys: String, CodingKey {
    case radiusIndex = "radius_index"
    case bound
    case kind
    case minimum
    case conditions
  }

  init(_ statistic: ConfigurationStatistic) {
    radiusIndex = statistic.radiusIndex
    bound = statistic.predictor.key
    kind = statistic.predictor.kind.rawValue
    minimum = NullableNumber(statistic.conditionalInformation?.minimum?.normalized)
    conditions = (statistic.conditionalInformation?.conditions ?? []).map { condition in
      Condition(
        hyperparameters: condition.hyperparameters.map { statistic.hyperparameters[$0] },
        normalized: NullableNumber(condition.normalized))
    }
  }
}
