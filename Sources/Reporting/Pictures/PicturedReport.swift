import Analysis
import Bounds
import Checkpoints

/// What pictures of an analysis ask of it.
extension AnalysisReport {
  /// The bound that pictures of one bound show: the tightest proved for a class fixed before the data, which is what
  /// published experiments plot; nil where there are no bounds.
  var picturedBound: String? {
    let keys = boundKeys
    return keys.first { $0 == Theorem4Tight.key } ?? OverviewColumn.actionable(keys) ?? keys.first
  }

  /// The checkpoints at one setting of the radii, in order.
  func analyses(atSetting setting: Int) -> [CheckpointAnalysis] {
    entries.filter { $0.radiusIndex == setting }.map(\.analysis)
  }

  /// Every checkpoint once, at the first setting.
  var eachCheckpoint: [CheckpointAnalysis] { entriesByCheckpoint.compactMap(\.first?.analysis) }

  /// "epochs", or "epochs-2" for the second of several settings of the radii.
  func figureName(_ key: String, setting: Int) -> String {
    parameters.radii.count > 1 ? "\(key)-\(setting + 1)" : key
  }

  /// True where weights may move at a setting of the radii.
  func isPerturbed(_ setting: Int) -> Bool { analyses(atSetting: setting).contains { $0.radii.contains { $0 > 0 } } }

  /// ", ε = 0.001 on all layers" for titles; empty where weights stay as they are in the whole report.
  func titleSuffix(setting: Int) -> String {
    guard parameters.radii.count > 1 || isPerturbed else { return "" }
    return ", \(parameters.radii[setting])"
  }
}

extension CheckpointFile {
  /// Its name in pictures.
  var pictureName: String { PictureText.name(label) }
}

extension BoundEvaluation {
  /// The generalization part as a number that has a place on a logarithmic axis.
  var plottedPart: Double? { generalizationPart.flatMap { $0.value.onLogarithmicAxis } }
}

extension Double {
  /// The number, where it is positive and finite.
  var onLogarithmicAxis: Double? { self > 0 && isFinite ? self : nil }
}
