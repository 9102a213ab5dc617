import Analysis
import Bounds

/// The measures without guarantee of one checkpoint. One that differs between settings of the radii has a row for each.
enum MeasureTable {
  /// - Parameter entries: one checkpoint at every setting of the radii.
  static func blocks(_ entries: [ReportEntry], in report: AnalysisReport) -> [String] {
    let measures = entries[0].analysis.measures
    guard !measures.isEmpty else { return [] }
    var table = MarkdownTable(words: ["measure"], numbers: ["value", "log₁₀"], words: ["remark"])
    for measure in measures {
      let settings = entries.map { ($0.radiusIndex, $0.analysis.measure(measure.key) ?? measure) }
      if settings.allSatisfy({ $0.1 == measure }) {
        table.add(row(measure, at: nil))
      } else {
        for (index, measure) in settings { table.add(row(measure, at: index.map { report.parameters.radii[$0] })) }
      }
    }
    return [table.text]
  }

  private static func row(_ measure: MeasureEvaluation, at setting: RadiusSetting?) -> [String] {
    let name = measure.key + (setting.map { ", \($0)" } ?? "")
    if let reason = measure.outcome.reason {
      return [MarkdownText.escaped(name), "n/a", "", MarkdownText.escaped(reason)]
    }
    return [
      MarkdownText.escaped(name), MarkdownNumber.text(measure.outcome.value),
      MarkdownNumber.text(measure.outcome.log10), expectation(measure.key),
    ]
  }

  /// What is not as one would think.
  private static func expectation(_ key: String) -> String {
    let measure = measureCatalogue.first { $0.key == key }
    return measure?.expectation == .smaller ? "smaller is expected to go with a larger gap" : ""
  }
}
