import Analysis
import Certification
import Charts

/// What weights tolerate by the certificates that an analysis evaluates: accuracy on test data against ε, for the last network
/// of each series.
enum AccuracyPicture: AnalysisPicture {
  static let key = "accuracy"

  static func figures(_ report: AnalysisReport) -> [Figure] {
    let families = EpsilonFamily.all(report.parameters.radii.map { ("\($0)", $0.epsilon) })
    return families.compactMap { figure(report, $0) }.enumerated().map { index, figure in
      var figure = figure
      figure.name = index == 0 ? key : "\(key)-\(index + 1)"
      return figure
    }
  }

  private static func figure(_ report: AnalysisReport, _ family: EpsilonFamily) -> Figure? {
    let networks = report.entriesByCheckpoint.filter { entries in
      entries.contains { !($0.analysis.test?.certifiedErrors.isEmpty ?? true) }
    }
    let last = Set(networks.compactMap(\.first?.analysis).lastOfSeries.map(\.file.path))
    let all = networks.filter { $0.first.map { last.contains($0.analysis.file.path) } ?? false }
    let shown = Array(all.prefix(PictureText.maximumPanels))
    let keys = certificateCatalogue.map { $0.key }.filter { key in
      shown.contains { $0.contains { $0.analysis.test?.certifiedErrors[key] != nil } }
    }
    guard !shown.isEmpty, !keys.isEmpty else { return nil }
    func best(_ setting: Int) -> [Double] {
      shown.compactMap { $0.risk(setting)?.certifiedErrors.values.min().map { 1 - $0 } }
    }
    let told = family.telling(best)
    let clean = shown.compactMap { $0.risk(told.index).map { 1 - $0.error } }
    guard let certified = PictureText.percentRange(best(told.index)), let right = PictureText.percentRange(clean) else {
      return nil
    }
    return Figure(
      name: key,
      title:
        "At ε = \(MarkdownNumber.radius(told.epsilon)) \(certified) of the test samples are certified, \(right) right",
      subtitle: PictureText.sentences([
        PictureText.firstOf(all.count, "networks", shown: shown.count), family.remark,
      ]),
      series: ["clean"] + keys.map { "certified by \(PictureText.words($0))" },
      panels: shown.map { entries in
        family.panel(
          entries.first?.analysis.file.pictureName ?? "", isSingle: shown.count == 1,
          [AccuracyLine(name: "clean") { index in entries.risk(index).map { 1 - $0.error } }]
            + keys.map { key in
              AccuracyLine(name: "certified by \(PictureText.words(key))") { index in
                entries.risk(index)?.certifiedErrors[key].map { 1 - $0 }
              }
            })
      })
  }
}

extension [ReportEntry] {
  /// Test risks at one setting of the radii.
  fileprivate func risk(_ setting: Int) -> RiskMeasurement? { first { $0.radiusIndex == setting }?.analysis.test }
}

extension RadiusSetting {
  /// ε, where one number says the radii.
  var epsilon: Double? { if case .uniform(let ε, _) = self { ε } else { nil } }
}
