import Statistics

/// Sign errors by the rule of Dziugaite et al., and with every environment that has a weight at all.
public struct SignErrorStatistic: Sendable, Equatable {
  /// Over environments whose effective sample size reaches a minimum.
  public struct Rule: Sendable, Equatable {
    /// The least effective sample size of an environment.
    public var minimumEffectiveSampleSize: Double
    /// Over all environments.
    public var all: SignError.Summary
    /// Over those of each hyper-parameter.
    public var byHyperparameter: [SignError.Summary]
    /// Why there is no environment; nil where there is one.
    public var obstacle: String?
  }

  /// n, the number of test samples; nil where errors are logged, which do not tell it.
  public var testSampleCount: Int?
  /// Pairs of configurations that differ in one hyper-parameter alone.
  public var pairCount: Int
  /// The rule of Dziugaite et al.: an effective sample size of at least 12.
  public var usual: Rule
  /// At least 1: all environments in which some difference of gaps is beyond chance. With few replicates it is all there is.
  public var any: Rule

  init(_ runs: ConfiguredRuns, testSampleCount: Int?) {
    self.testSampleCount = testSampleCount
    // Without n no difference is beyond chance.
    let error = SignError(runs, testSampleCount: testSampleCount ?? 0)
    pairCount = error.pairs.count
    usual = Rule(error, runs, minimum: SignError.usualEffectiveSampleSize, testSampleCount)
    any = Rule(error, runs, minimum: 1, testSampleCount)
  }
}

extension SignErrorStatistic.Rule {
  fileprivate init(_ error: SignError, _ runs: ConfiguredRuns, minimum: Double, _ testSampleCount: Int?) {
    minimumEffectiveSampleSize = minimum
    all = error.summary(minimumEffectiveSampleSize: minimum)
    byHyperparameter = (0..<runs.hyperparameterCount).map {
      error.summary(of: $0, minimumEffectiveSampleSize: minimum)
    }
    obstacle = all.environmentCount > 0 ? nil : Self.obstacle(error, minimum, testSampleCount)
  }

  private static func obstacle(_ error: SignError, _ minimum: Double, _ testSampleCount: Int?) -> String {
    guard let testSampleCount else { return "errors are logged ones, of an unknown number of test samples" }
    if error.pairs.isEmpty { return "no two configurations differ in one hyper-parameter alone" }
    let largest = error.largestEffectiveSampleSize
    if largest == 0 {
      return "chance among \(testSampleCount) test samples could make every difference of two gaps"
    }
    return
      "no environment reaches an effective sample size of \(Int(minimum)): the largest has \((largest * 10).rounded() / 10), "
      + "and r runs of each configuration allow r² at most"
  }
}
