import Checkpoints

extension Sequence<CheckpointAnalysis> {
  /// The last checkpoint of each series, byte copies aside: the one with the largest epoch, then step; without either
  /// the one that stands last. In the order in which the series occur.
  public var lastOfSeries: [CheckpointAnalysis] {
    var places: [String: Int] = [:]
    var result: [CheckpointAnalysis] = []
    for analysis in self where analysis.duplicateOf == nil {
      if let place = places[analysis.file.series] {
        if !analysis.file.precedes(result[place].file) { result[place] = analysis }
      } else {
        places[analysis.file.series] = result.count
        result.append(analysis)
      }
    }
    return result
  }
}

extension CheckpointFile {
  /// True where the other one of the series is known to be later. A number comes after none.
  func precedes(_ other: CheckpointFile) -> Bool {
    (epoch ?? -1, step ?? -1) < (other.epoch ?? -1, other.step ?? -1)
  }
}
