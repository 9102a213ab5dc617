import Statistics

/// How well a predictor ranks checkpoints by a measured gap.
public struct RankStatistic: Sendable, Equatable {
  /// Which gap.
  public enum Gap: String, Sendable, CaseIterable {
    /// Test error − train error.
    case error
    /// Test robust error − train robust ramp loss.
    case robust
  }

  /// What the bootstrap draws.
  public enum ResamplingUnit: String, Sendable {
    /// Single checkpoints, as if they did not depend on one another.
    case checkpoints
    /// Whole series: checkpoints of one run resemble each other.
    case runs
  }

  /// Setting of the radii, an index into the report's parameters.
  public var radiusIndex: Int
  /// What is compared with the gap.
  public var predictor: Predictor
  /// The gap it is compared with.
  public var gap: Gap
  /// Where the gaps come from: one source for all pairs.
  public var gapSource: GapSource
  /// Pairs that entered.
  public var count: Int
  /// τ-b, ρ, and r of the predictor on its scale with the gap; nil where undefined.
  public var correlations: Correlations
  /// Their 95 % intervals.
  public var bootstrap: Bootstrap
  /// What the bootstrap draws.
  public var resamplingUnit: ResamplingUnit
  /// Pairs of checkpoints tied in the predictor.
  public var tiedPredictors: Int
  /// Pairs of checkpoints tied in the gap.
  public var tiedGaps: Int
  /// Checkpoints left out as byte copies of another.
  public var duplicates: Int
  /// Checkpoints left out because the predictor does not apply, or the gap is missing or of another source.
  public var missing: Int
  /// Checkpoints left out because predictor or gap is NaN.
  public var notNumbers: Int

  /// Kendall's τ-b; nil where undefined.
  public var kendallTauB: Double? { correlations.kendallTauB }
}

extension RankStatistic {
  /// Every predictor against every gap that it is about, at one setting of the radii, where there is a gap at all.
  ///
  /// Logged gaps enter only where none was evaluated: the two are not one scale. Logs know no robust errors.
  static func all(
    of analyses: [CheckpointAnalysis], radiusIndex: Int, workers: WorkerCount
  ) -> [RankStatistic] {
    let unique = analyses.filter { $0.duplicateOf == nil }
    guard let gaps = MeasuredGaps(of: unique) else { return [] }
    let questions = PredictorValues.all(of: unique).flatMap { predictor in
      gaps.kinds(for: predictor.predictor).map { (predictor, $0) }
    }
    return workers.map(questions.count) { index in
      RankStatistic(
        questions[index].0, questions[index].1, gaps, unique, duplicates: analyses.count - unique.count, radiusIndex)
    }
  }

  private init(
    _ predictor: PredictorValues, _ gap: Gap, _ gaps: MeasuredGaps, _ analyses: [CheckpointAnalysis],
    duplicates: Int, _ radiusIndex: Int
  ) {
    let pairs = analyses.indices.compactMap { index -> (run: Int, x: Double, y: Double)? in
      guard let x = predictor.values[index], let y = gaps.value(gap, of: analyses[index]) else { return nil }
      return (gaps.runs[index], x, y)
    }
    let sample = PairedSample(pairs.map(\.x), pairs.map(\.y))
    let isClustered = Set(pairs.map(\.run)).count >= Bootstrap.minimumUnits
    self.init(
      radiusIndex: radiusIndex, predictor: predictor.predictor, gap: gap, gapSource: gaps.source, count: sample.count,
      correlations: Correlations(of: sample),
      bootstrap: Bootstrap(of: sample, units: isClustered ? pairs.map(\.run) : nil),
      resamplingUnit: isClustered ? .runs : .checkpoints, tiedPredictors: sample.tiedX, tiedGaps: sample.tiedY,
      duplicates: duplicates, missing: analyses.count - pairs.count, notNumbers: sample.leftOut)
  }
}

/// The gaps of checkpoints, all from one source.
struct MeasuredGaps: Sendable {
  let source: GapSource
  /// Of each checkpoint, the number of its run.
  let runs: [Int]

  /// Nil where there is no gap at all.
  init?(of analyses: [CheckpointAnalysis]) {
    guard analyses.contains(where: { $0.gap != nil }) else { return nil }
    source = analyses.contains { $0.gapSource == .evaluated } ? .evaluated : .logged
    let names = analyses.map(\.file.series)
    let numbers = Dictionary(uniqueKeysWithValues: names.unique.enumerated().map { ($1, $0) })
    runs = names.map { numbers[$0] ?? 0 }
  }

  /// The gaps that a predictor is compared with.
  func kinds(for predictor: Predictor) -> [RankStatistic.Gap] {
    source == .evaluated && predictor.isAboutPerturbedWeights ? [.error, .robust] : [.error]
  }

  /// Nil where it is missing or of another source.
  func value(_ gap: RankStatistic.Gap, of analysis: CheckpointAnalysis) -> Double? {
    guard analysis.gapSource == source else { return nil }
    return gap == .error ? analysis.gap?.error : analysis.gap?.robust
  }
}
