import Foundation

extension AnalysisReport {
  /// Computes what follows from the checkpoints as a set: rank statistics, and statistics over configurations.
  ///
  /// The numbers do not depend on the number of workers.
  public mutating func computeStatistics(
    workers: WorkerCount = WorkerCount(cores: ProcessInfo.processInfo.activeProcessorCount)
  ) {
    let settings = max(1, parameters.radii.count)
    let each = checkpoints.count / settings
    let bySetting = (0..<settings).map { Array(checkpoints[$0 * each..<($0 + 1) * each]) }
    statistics = bySetting.enumerated().flatMap { RankStatistic.all(of: $1, radiusIndex: $0, workers: workers) }
    configurationStatistics = bySetting.enumerated().flatMap {
      ConfigurationStatistic.all(of: $1, radiusIndex: $0, workers: workers)
    }
  }
}
