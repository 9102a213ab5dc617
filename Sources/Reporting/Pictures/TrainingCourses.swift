import Analysis
import Charts

/// Series of checkpoints in the order of training.
struct TrainingCourses {
  /// One series.
  struct Course {
    let name: String
    /// At least two, ascending in time, byte copies aside.
    let stations: [Station]

    /// The first and the last value there is; nil for fewer than two.
    func ends(_ value: (CheckpointAnalysis) -> Double?) -> (first: Double, last: Double)? {
      let values = stations.compactMap { value($0.analysis) }
      guard let first = values.first, let last = values.last, values.count > 1 else { return nil }
      return (first, last)
    }
  }

  /// A checkpoint at its epoch or step.
  struct Station {
    let time: Double
    let analysis: CheckpointAnalysis
  }

  /// "epoch" or "step".
  let unit: String
  /// Series with two checkpoints at different times.
  let count: Int
  /// The first of them by name, as many as there are colours.
  let shown: [Course]

  /// By epochs where some series has two, else by steps; nil where no series has two of either.
  init?(_ analyses: [CheckpointAnalysis]) {
    let epochs = Self.courses(analyses) { $0.file.epoch }
    let courses = epochs.isEmpty ? Self.courses(analyses) { $0.file.step } : epochs
    guard !courses.isEmpty else { return nil }
    unit = epochs.isEmpty ? "step" : "epoch"
    count = courses.count
    shown = Array(courses.sorted { $0.name < $1.name }.prefix(Figure.maximumSeries))
  }

  private static func courses(
    _ analyses: [CheckpointAnalysis], _ time: (CheckpointAnalysis) -> Int?
  ) -> [Course] {
    let originals = analyses.filter { $0.duplicateOf == nil }
    return Dictionary(grouping: originals, by: \.file.series).compactMap { name, analyses in
      let stations = analyses.compactMap { analysis in
        time(analysis).map { Station(time: Double($0), analysis: analysis) }
      }
      guard Set(stations.map(\.time)).count > 1 else { return nil }
      return Course(name: name, stations: stations.sorted { $0.time < $1.time })
    }
  }
}
