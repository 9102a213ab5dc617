import Analysis
import Bounds
import Charts

/// What a bound is made of: its terms one on top of another, checkpoint by checkpoint.
enum TermsPicture: AnalysisPicture {
  static let key = "terms"
  /// More bars are too thin to tell apart.
  private static let maximumBars = 40

  static func figures(_ report: AnalysisReport) -> [Figure] {
    guard let bound = report.picturedBound else { return [] }
    return report.parameters.radii.indices.compactMap { figure(report, bound, setting: $0) }
  }

  private static func figure(_ report: AnalysisReport, _ bound: String, setting: Int) -> Figure? {
    let rows = rows(report.analyses(atSetting: setting))
    let shown = Array(rows.prefix(PictureText.maximumPanels))
    let evaluations = shown.flatMap(\.analyses).compactMap { $0.bound(bound) }
    let keys = evaluations.flatMap(\.terms).filter { $0.value > .zero }.map(\.key).unique
    var omissions = Omissions("checkpoint")
    let panels = shown.compactMap { row -> Panel? in
      let drawn = row.analyses.filter { analysis in
        if analysis.bound(bound)?.total?.value.isFinite == true { return true }
        omissions.add("without a bound within the doubles")
        return false
      }
      let thinned = thinned(drawn)
      return drawn.isEmpty ? nil : panel(row, thinned, bound, keys, isSingle: shown.count == 1)
    }
    guard !panels.isEmpty else { return nil }
    return Figure(
      name: report.figureName(key, setting: setting),
      title: title(evaluations.filter { $0.total?.value.isFinite ?? false }, bound)
        + report.titleSuffix(setting: setting),
      subtitle: PictureText.sentences([
        shown.contains { $0.analyses.count > maximumBars }
          ? "Of a series with more than \(maximumBars) checkpoints so many are shown, evenly spread." : nil,
        PictureText.firstOf(rows.count, "series", shown: shown.count), omissions.sentence,
      ]),
      series: keys.map(PictureText.words), panels: panels)
  }

  /// Bars that stand in one panel.
  private struct Row {
    let title: String
    let analyses: [CheckpointAnalysis]
  }

  /// One row for each series; a single row where every series has one checkpoint.
  private static func rows(_ analyses: [CheckpointAnalysis]) -> [Row] {
    let originals = analyses.filter { $0.duplicateOf == nil }
    let groups = Dictionary(grouping: originals, by: \.file.series)
    let names = originals.map(\.file.series).unique
    if names.count > 1, groups.values.allSatisfy({ $0.count == 1 }) { return [Row(title: "", analyses: originals)] }
    return names.map { Row(title: PictureText.line($0), analyses: groups[$0] ?? []) }
  }

  private static func panel(
    _ row: Row, _ analyses: [CheckpointAnalysis], _ bound: String, _ keys: [String], isSingle: Bool
  ) -> Panel {
    let epochs = analyses.compactMap(\.file.epoch)
    let hasEpochs = Set(epochs).count == analyses.count
    let names = BandNames(analyses.map(\.file.pictureName))
    return Panel(
      title: isSingle ? nil : row.title,
      x: hasEpochs
        ? Axis("epoch", .bands(epochs.map(String.init))) : Axis(names.label("checkpoint"), .bands(names.bands)),
      y: Axis(bound, including: [0]),
      marks: [.stack(analyses.enumerated().flatMap { bars($1, $1.bound(bound)?.terms ?? [], keys, band: $0) })])
  }

  private static func bars(_ analysis: CheckpointAnalysis, _ terms: [Term], _ keys: [String], band: Int) -> [Bar] {
    var low = 0.0
    return terms.compactMap { term in
      guard term.value > .zero, let series = keys.firstIndex(of: term.key) else { return nil }
      let high = low + term.value.value
      defer { low = high }
      let hover =
        "\(analysis.file.pictureName): \(PictureText.words(term.key)) \(MarkdownNumber.text(term.value)), log10 "
        + MarkdownNumber.log10(term.value)
      return Bar(band: band, series: series, low: low, high: high, hover: hover)
    }
  }

  /// At most `maximumBars`, evenly spread, the first and the last among them.
  private static func thinned(_ analyses: [CheckpointAnalysis]) -> [CheckpointAnalysis] {
    let count = analyses.count
    guard count > maximumBars else { return analyses }
    return (0..<maximumBars).map { analyses[$0 * (count - 1) / (maximumBars - 1)] }
  }

  /// Which term is the largest, where, and what share of the bound it is.
  private static func title(_ evaluations: [BoundEvaluation], _ bound: String) -> String {
    let largest = evaluations.compactMap { evaluation -> (key: String, share: Double)? in
      guard let total = evaluation.total?.value, total > 0 else { return nil }
      return evaluation.terms.max { $0.value < $1.value }.map { ($0.key, $0.value.value / total) }
    }
    let counts = largest.map(\.key).unique.map { key in (key: key, count: largest.count { $0.key == key }) }
    guard let most = counts.max(by: { $0.count < $1.count }) else { return "Terms of \(bound)" }
    let shares = largest.filter { $0.key == most.key }.map { 100 * $0.share }
    let range = shares.min() == shares.max() ? "" : "\(MarkdownNumber.text(shares.min()))–"
    return
      "\(PictureText.words(most.key)) is the largest term of \(bound) at \(most.count) of \(largest.count) checkpoints, "
      + "\(range)\(MarkdownNumber.text(shares.max())) % of it"
  }
}
