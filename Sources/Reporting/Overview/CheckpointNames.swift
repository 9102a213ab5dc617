import Analysis
import Foundation

/// Short names of checkpoints where their series stands beside them.
struct CheckpointNames: Sendable {
  private let dropsExtension: Bool

  init(_ analyses: [CheckpointAnalysis]) {
    dropsExtension = Set(analyses.map { ($0.file.label as NSString).pathExtension }).count == 1
  }

  /// The name within the series; a byte copy is marked. The file type is no news where all share it.
  subscript(_ analysis: CheckpointAnalysis) -> String {
    let file = analysis.file
    let name =
      file.label.hasPrefix(file.series + "/") ? String(file.label.dropFirst(file.series.count + 1)) : file.label
    return (dropsExtension ? (name as NSString).deletingPathExtension : name)
      + (analysis.duplicateOf == nil ? "" : " (copy)")
  }
}
