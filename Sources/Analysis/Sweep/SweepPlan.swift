import Datasets
import Foundation

/// A sweep whose every run has been checked: what will be trained where, and how far it is.
public struct SweepPlan: Sendable {
  /// What tells runs apart.
  public let columns: [String]
  /// The runs, in the grid's order.
  public let runs: [PlannedRun]
  /// Runs with equally many training samples, n ascending; each group is analysed by itself, on these n samples.
  public let groups: [SweepGroup]

  /// Checks every run against the samples and its folder. Nothing is written. O(runs · header of a state).
  ///
  /// - Parameters:
  ///   - output: the folder of the runs; where they differ in n, each n has a folder `n-00100` below it.
  ///   - data: the training samples.
  /// - Throws: the first run's fault, before any training begins.
  public init(_ grid: SweepGrid, data: LabelledSamples, output: String) throws(SweepError) {
    columns = grid.columns
    var outlines: [(run: SweepRun, outline: TrainingOutline)] = []
    for run in try grid.runs() { outlines.append((run, try Self.outline(run, data))) }
    try Self.checkDifferent(outlines)
    let counts = Set(outlines.map(\.outline.sampleCount)).sorted()
    groups = counts.map { n in
      SweepGroup(sampleCount: n, path: counts.count == 1 ? output : Self.folder(of: n, counts, in: output))
    }
    let folders = Dictionary(uniqueKeysWithValues: groups.map { ($0.sampleCount, $0.path) })
    var planned: [PlannedRun] = []
    for (run, outline) in outlines {
      let path = Self.path(run.name, in: folders[outline.sampleCount] ?? output)
      do throws(TrainingRunError) {
        planned.append(
          PlannedRun(run: run, path: path, status: try outline.status(in: path, data: data), outline, data))
      } catch { throw .folder(run: run.name, error) }
    }
    runs = planned
  }

  /// The group that a run is analysed with.
  public func group(of planned: PlannedRun) -> SweepGroup? {
    groups.first { $0.sampleCount == planned.sampleCount }
  }

  private static func outline(_ run: SweepRun, _ data: LabelledSamples) throws(SweepError) -> TrainingOutline {
    do { return try TrainingOutline(run.parameters, data: data, threads: 1) } catch {
      switch error {
      case .refused(let cause): throw .refused(run: run.name, cause.parameter.flatMap { run.values[$0] }, "\(cause)")
      case .data where run.values[.samples] != nil: throw .refused(run: run.name, run.values[.samples], "\(error)")
      default: throw .refused(run: run.name, nil, "\(error)")
      }
    }
  }

  /// O(runs²) comparisons of settings, at most 5 · 10⁷.
  private static func checkDifferent(
    _ outlines: [(run: SweepRun, outline: TrainingOutline)]
  ) throws(SweepError) {
    for (index, later) in outlines.enumerated() {
      if let earlier = outlines[..<index].first(where: { $0.outline == later.outline }) {
        throw .sameTraining(earlier.run.name, later.run.name)
      }
    }
  }

  /// `n-00100`: five digits, or as many as the largest n has, so that names sort like numbers.
  private static func folder(of n: Int, _ counts: [Int], in output: String) -> String {
    let width = max(5, String(counts.last ?? n).count)
    let digits = String(n)
    return path("n-" + String(repeating: "0", count: width - digits.count) + digits, in: output)
  }

  private static func path(_ name: String, in folder: String) -> String {
    (folder as NSString).appendingPathComponent(name)
  }
}

/// The runs of a sweep with equally many training samples.
public struct SweepGroup: Sendable, Equatable {
  /// n.
  public let sampleCount: Int
  /// The folder of the runs and their report.
  public let path: String
}

/// A run with its folder and what is there already.
public struct PlannedRun: Sendable {
  /// What is trained.
  public let run: SweepRun
  /// Its folder.
  public let path: String
  /// How far it was when the plan was made.
  public let status: TrainingStatus
  /// n.
  public let sampleCount: Int
  /// Multiplications of all forward passes, for estimates of the time.
  public let work: Double
  /// The share of the epochs that was done when the plan was made.
  public let share: Double

  init(run: SweepRun, path: String, status: TrainingStatus, _ outline: TrainingOutline, _ data: LabelledSamples) {
    (self.run, self.path, self.status) = (run, path, status)
    sampleCount = outline.sampleCount
    let epochs = Double(outline.settings.epochs)
    share =
      switch status {
      case .new: 0
      case .unfinished(let done): Double(done) / epochs
      case .finished: 1
      }
    let widths = [data.featureCount] + outline.settings.hidden + [data.classCount]
    let weights = zip(widths, widths.dropFirst()).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    work = epochs * Double(outline.sampleCount) * weights
  }

  /// True where nothing is left to train.
  public var isFinished: Bool { if case .finished = status { true } else { false } }
}
