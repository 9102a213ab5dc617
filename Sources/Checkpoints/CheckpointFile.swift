/// A checkpoint file and its place in a series.
public struct CheckpointFile: Sendable, Equatable {
  /// Where the file is; for a sharded model its index, for a distributed checkpoint its folder.
  public let path: String
  /// Its name in the report: the path below the folder that was asked for.
  public let label: String
  /// The series (run) it belongs to, by name.
  public let series: String
  /// The epoch, where a name or the file says it.
  public var epoch: Int?
  /// The optimizer step, where a name or the file says it.
  public var step: Int?
  /// Where epoch and step are known from, one sentence each.
  public var placing: [String]

  /// A file of a series.
  public init(
    path: String, label: String, series: String, epoch: Int? = nil, step: Int? = nil,
    placing: [String] = []
  ) {
    self.path = path
    self.label = label
    self.series = series
    self.epoch = epoch
    self.step = step
    self.placing = placing
  }

  /// The same file in another series.
  func inSeries(_ series: String) -> CheckpointFile {
    CheckpointFile(
      path: path, label: label, series: series, epoch: epoch, step: step, placing: placing)
  }
}
