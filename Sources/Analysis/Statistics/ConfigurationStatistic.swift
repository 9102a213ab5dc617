import Bounds
import Statistics

/// How well a predictor ranks runs by their error gap when one hyper-parameter changes and the others stay.
public struct ConfigurationStatistic: Sendable, Equatable {
  /// Setting of the radii, an index into the report's parameters.
  public var radiusIndex: Int
  /// What is compared with the gap, test error − train error.
  public var predictor: Predictor
  /// Where the gaps come from.
  public var gapSource: GapSource
  /// Names of the hyper-parameters that differ among runs, the seed apart.
  public var hyperparameters: [String]
  /// Runs that entered, each by its last checkpoint that is no byte copy.
  public var runCount: Int
  /// Different values of the hyper-parameters among them: runs that differ in the seed alone are replicates.
  public var configurationCount: Int
  /// Runs left out because their hyper-parameters, the predictor or the gap are unknown, infinite or NaN.
  public var leftOut: Int
  /// ψ and Ψ over means of replicates.
  public var granulatedKendall: GranulatedKendall
  /// Over means of replicates; nil for fewer than three configurations.
  public var conditionalInformation: ConditionalMutualInformation?
  /// Over single runs, an error being that the predictor contradicts its expectation.
  public var signErrors: SignErrorStatistic
}

extension ConfigurationStatistic {
  /// Every predictor at one setting of the radii, where runs differ in hyper-parameters.
  static func all(
    of analyses: [CheckpointAnalysis], radiusIndex: Int, workers: WorkerCount
  ) -> [ConfigurationStatistic] {
    let runs = analyses.lastOfSeries
    guard let gaps = MeasuredGaps(of: runs) else { return [] }
    let configurations = RunConfigurations(of: runs.map(\.hyperparameters))
    guard !configurations.names.isEmpty else { return [] }
    let predictors = PredictorValues.all(of: runs)
    return workers.map(predictors.count) { index in
      ConfigurationStatistic(predictors[index], gaps, runs, configurations, radiusIndex)
    }
  }

  private init(
    _ values: PredictorValues, _ gaps: MeasuredGaps, _ analyses: [CheckpointAnalysis],
    _ configurations: RunConfigurations, _ radiusIndex: Int
  ) {
    let known = analyses.indices.filter { configurations.levels[$0] != nil }
    func runs(sign: Double) -> ConfiguredRuns {
      ConfiguredRuns(
        levels: known.compactMap { configurations.levels[$0] },
        predictor: known.map { sign * (values.values[$0] ?? .nan) },
        gap: known.map { gaps.value(.error, of: analyses[$0]) ?? .nan })
    }
    let (plain, predictor) = (runs(sign: 1), values.predictor)
    let averaged = plain.averaged
    self.init(
      radiusIndex: radiusIndex, predictor: predictor, gapSource: gaps.source, hyperparameters: configurations.names,
      runCount: plain.count, configurationCount: averaged.count, leftOut: analyses.count - plain.count,
      granulatedKendall: GranulatedKendall(averaged), conditionalInformation: ConditionalMutualInformation(averaged),
      signErrors: SignErrorStatistic(
        predictor.expectation == .larger ? plain : runs(sign: -1),
        testSampleCount: gaps.source == .evaluated ? analyses.lazy.compactMap { $0.test?.count }.first : nil))
  }
}
