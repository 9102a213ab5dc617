import Foundation

/// How often a predictor names the wrong one of two configurations that differ in one hyper-parameter alone, where the data tell
/// which has the larger gap.
///
/// An environment is such a pair of configurations. Each run i of one is compared with each run j of the other: with
/// δ = gap_i − gap_j the comparison weighs w = max(0, max(0, 1 − 2 exp(−n δ²/2))² − 1/2), n test samples, which is 0 where
/// chance could make δ (Hoeffding). Its error is (1 − sgn δ · sgn(predictor_i − predictor_j))/2, a tie in either being one half.
/// The environment's error is the weighted mean, and its effective sample size (Σw)²/Σw². Sources: Dziugaite et al. 2020, "In
/// Search of Robust Measures of Generalization", section 4, and the code of their figures. O(h · c² r²) for c configurations
/// of r runs, at most.
public struct SignError: Sendable {
  /// A pair of configurations.
  public struct Environment: Sendable, Equatable {
    /// The hyper-parameter in which they differ.
    public let hyperparameter: Int
    /// The weighted mean of errors; nil where no comparison has a weight.
    public let error: Double?
    /// Of the weights, 0 where there is none.
    public let effectiveSampleSize: Double
  }

  /// Over environments of a sufficient effective sample size.
  public struct Summary: Sendable, Equatable {
    /// Environments, each pair of configurations counted in both directions.
    public var environmentCount: Int
    /// Mean error; nil where there is no environment.
    public var mean: Double?
    /// 90th percentile, linear between order statistics.
    public var percentile90: Double?
    /// The worst environment's.
    public var maximum: Double?
  }

  /// All pairs of configurations that differ in one hyper-parameter alone.
  public let pairs: [Environment]

  /// The effective sample size that Dziugaite et al. ask for.
  public static let usualEffectiveSampleSize = 12.0

  /// Compares runs.
  ///
  /// - Parameters:
  ///   - testSampleCount: n, on which the gaps were measured.
  ///   - minimumWeight: what is subtracted from weights.
  public init(_ runs: ConfiguredRuns, testSampleCount: Int, minimumWeight: Double = 0.5) {
    let configurations = runs.configurations
    let weight = HoeffdingWeight(sampleCount: Double(testSampleCount), minimum: minimumWeight)
    pairs = (0..<runs.hyperparameterCount).flatMap { axis in
      ConfiguredRuns.groups(configurations.map { $0.levels.without(axis) }).flatMap { cell in
        cell.runs.indices.flatMap { second in
          cell.runs[..<second].map { first in
            Environment(axis, configurations[first].runs, configurations[cell.runs[second]].runs, runs, weight)
          }
        }
      }
    }
  }

  /// Summarises the environments of one hyper-parameter, or of all.
  ///
  /// - Parameter minimumEffectiveSampleSize: met up to 10⁻⁵ of it and 10⁻⁸, which is what the authors' code allows.
  public func summary(of hyperparameter: Int? = nil, minimumEffectiveSampleSize minimum: Double) -> Summary {
    let errors = pairs.filter {
      (hyperparameter ?? $0.hyperparameter) == $0.hyperparameter
        && $0.effectiveSampleSize >= minimum - (1e-8 + 1e-5 * minimum)
    }.compactMap(\.error)
    // Both directions of a pair err alike; they stand twice in the percentile.
    let directed = (errors + errors).sorted()
    return Summary(
      environmentCount: directed.count, mean: average(errors), percentile90: percentile(90, ofSorted: directed),
      maximum: directed.last)
  }

  /// The largest effective sample size of any pair; 0 where there is none.
  public var largestEffectiveSampleSize: Double { pairs.map(\.effectiveSampleSize).max() ?? 0 }
}

extension SignError.Environment {
  fileprivate init(
    _ axis: Int, _ first: [Int], _ second: [Int], _ runs: ConfiguredRuns, _ weight: HoeffdingWeight
  ) {
    var (weights, squares, errors) = (0.0, 0.0, 0.0)
    for i in first {
      for j in second {
        let difference = runs.gap[i] - runs.gap[j]
        let w = weight(difference)
        weights += w
        squares += w * w
        errors += w * (1 - sign(difference) * sign(runs.predictor[i] - runs.predictor[j])) / 2
      }
    }
    hyperparameter = axis
    error = weights > 0 ? errors / weights : nil
    effectiveSampleSize = squares > 0 ? weights * weights / squares : 0
  }
}

/// What a difference of two gaps counts.
private struct HoeffdingWeight {
  let sampleCount: Double
  let minimum: Double

  func callAsFunction(_ difference: Double) -> Double {
    let confidence = max(0, 1 - 2 * exp(-sampleCount * difference * difference / 2))
    return max(0, confidence * confidence - minimum)
  }
}

private func sign(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : 0 }
