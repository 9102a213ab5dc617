import Analysis
import Bounds

/// A checkpoint at one setting of the radii, with its place in the report.
struct ReportEntry {
  /// Index into the parameters' radii; nil where the run had none.
  let radiusIndex: Int?
  let analysis: CheckpointAnalysis
}

extension AnalysisReport {
  /// The checkpoints with the index of their radii: the report lists all of them at the first setting, then at the next.
  var entries: [ReportEntry] {
    checkpoints.enumerated().map { index, analysis in
      let setting = parameters.radii.isEmpty ? nil : min(index / checkpointsPerSetting, parameters.radii.count - 1)
      return ReportEntry(radiusIndex: setting, analysis: analysis)
    }
  }

  /// Entries of one checkpoint, at every setting of the radii, for each checkpoint.
  var entriesByCheckpoint: [[ReportEntry]] {
    let entries = entries
    return (0..<min(checkpointsPerSetting, entries.count)).map { first in
      stride(from: first, to: entries.count, by: checkpointsPerSetting).map { entries[$0] }
    }
  }

  private var checkpointsPerSetting: Int { max(1, checkpoints.count / max(1, parameters.radii.count)) }

  /// Keys of the bounds that occur, in the report's order.
  var boundKeys: [String] { checkpoints.flatMap { $0.bounds.map(\.key) }.unique }

  /// Keys of the measures that occur, in the report's order.
  var measureKeys: [String] { checkpoints.flatMap { $0.measures.map(\.key) }.unique }

  /// True where nothing but norms was measured.
  var isNormsOnly: Bool { checkpoints.allSatisfy { $0.train == nil && $0.test == nil && $0.bounds.isEmpty } }

  /// True where some layer of some checkpoint may move.
  var isPerturbed: Bool { checkpoints.contains { $0.radii.contains { $0 > 0 } } }
}

extension CheckpointAnalysis {
  func bound(_ key: String) -> BoundEvaluation? { bounds.first { $0.key == key } }

  func measure(_ key: String) -> MeasureEvaluation? { measures.first { $0.key == key } }
}

extension BoundEvaluation {
  /// Why the bound does not apply; nil where it does.
  var reason: String? {
    if case .notApplicable(let reason) = outcome { reason } else { nil }
  }

  /// False where constants come from memory, or where nothing is known about the bound.
  var isVerified: Bool { boundCatalogue.first { $0.key == key }?.isVerified ?? false }
}
