import Analysis
import Bounds
import Charts
import Foundation

/// How many samples the bounds ask for: each against n, with the training's n, the line below which a bound says something,
/// and n\* where it gets there.
enum SamplesPicture: AnalysisPicture {
  static let key = "samples"

  static func figures(_ report: AnalysisReport) -> [Figure] {
    guard let bound = report.picturedBound else { return [] }
    return report.parameters.radii.indices.compactMap { figure(report, bound, setting: $0) }
  }

  private static func figure(_ report: AnalysisReport, _ bound: String, setting: Int) -> Figure? {
    let exhibits = report.exhibits.filter { $0.curves.contains { $0.radiusIndex == setting } }
    let shown = Array(exhibits.prefix(PictureText.maximumPanels))
    guard !shown.isEmpty else { return nil }
    let all = ordered(shown.flatMap(\.curves).map(\.bound).unique)
    let keys = Array(all.prefix(Figure.maximumSeries))
    let analyses = report.analyses(atSetting: setting)
    let networks = shown.map { exhibit in
      analyses.first { $0.file.label == exhibit.label && $0.file.series == exhibit.series }
    }
    var omissions = Omissions("point")
    let panels = zip(shown, networks).compactMap { exhibit, network in
      panel(exhibit, network, bound, keys, setting, isSingle: shown.count == 1, &omissions)
    }
    guard !panels.isEmpty else { return nil }
    return Figure(
      name: report.figureName(key, setting: setting),
      title: title(networks.compactMap(\.self), bound) + report.titleSuffix(setting: setting),
      subtitle: PictureText.sentences([
        "Norms and empirical term as they are, ‖X‖ growing as √n; above 1 a bound is vacuous.",
        PictureText.firstOf(all.count, "bounds", shown: keys.count),
        PictureText.firstOf(exhibits.count, "networks", shown: shown.count), omissions.sentence,
      ]),
      series: keys.map { key in isVerified(key) ? key : "\(key) (unverified constants)" }, panels: panels)
  }

  private static func panel(
    _ exhibit: CheckpointExhibit, _ network: CheckpointAnalysis?, _ bound: String, _ keys: [String], _ setting: Int,
    isSingle: Bool, _ omissions: inout Omissions
  ) -> Panel? {
    let name = PictureText.name(exhibit.label)
    let curves = exhibit.curves.filter { $0.radiusIndex == setting }
    let lines = keys.map { key in
      curves.first { $0.bound == key }.map { points($0, name, &omissions) } ?? []
    }
    guard lines.contains(where: { $0.count > 1 }) else { return nil }
    let last = curves.compactMap(\.sampleCounts.last).max() ?? 0
    var marks = [Mark.horizontalRule(1, label: "1")]
    if let n = network?.train?.count, n > 0 {
      marks.append(.verticalRule(Double(n), label: "training: n = \(n)"))
    }
    if let needed = network?.bound(bound)?.sampleCountNeeded, needed <= last {
      marks.append(.verticalRule(needed, label: "n* = \(MarkdownNumber.sampleCount(needed))"))
    }
    return Panel(
      title: isSingle ? nil : name, x: Axis("n, number of training samples", .logarithmic),
      y: Axis("bound", .logarithmic, including: [1]), marks: marks + lines.lines())
  }

  private static func points(_ curve: SampleCurve, _ name: String, _ omissions: inout Omissions) -> [Point] {
    zip(curve.sampleCounts, curve.log10Totals).compactMap { n, logarithm in
      guard let y = pow(10, logarithm).onLogarithmicAxis, let x = n.onLogarithmicAxis else {
        omissions.add("beyond the doubles")
        return nil
      }
      let hover = "\(name): \(curve.bound) at n = \(MarkdownNumber.sampleCount(x)) is \(MarkdownNumber.text(y))"
      return Point(x, y, hover)
    }
  }

  /// Proved profiles of Theorem 4 first, then what else is proved, then the rest.
  private static func ordered(_ keys: [String]) -> [String] {
    func rank(_ key: String) -> Int { isVerified(key) ? key.hasPrefix(Theorem4.key) ? 0 : 1 : 2 }
    return (0...2).flatMap { group in keys.filter { rank($0) == group } }
  }

  private static func isVerified(_ key: String) -> Bool {
    boundCatalogue.first { $0.key == key }?.isVerified ?? false
  }

  private static func title(_ networks: [CheckpointAnalysis], _ bound: String) -> String {
    let needed = networks.compactMap { $0.bound(bound)?.sampleCountNeeded }
    guard let least = needed.min(), let most = needed.max(), needed.count == networks.count else {
      return "No number of samples is known to bring \(bound) below 1"
        + (needed.isEmpty ? "" : " in \(networks.count - needed.count) of \(networks.count) networks")
    }
    let range =
      least == most
      ? MarkdownNumber.sampleCount(least)
      : "\(MarkdownNumber.sampleCount(least)) to \(MarkdownNumber.sampleCount(most))"
    let counts = networks.compactMap(\.train?.count).unique
    return "\(bound) falls below 1 at n* = \(range)"
      + (counts.count == 1 ? "; the training had \(counts[0])" : "")
  }
}
