import Analysis
import Bounds
import Charts

/// Does a larger bound go with a larger gap, and how far above it is it? One point for each checkpoint.
enum BoundAgainstGapPicture: AnalysisPicture {
  static let key = "bound-against-gap"

  static func figures(_ report: AnalysisReport) -> [Figure] {
    guard let bound = report.picturedBound else { return [] }
    return report.parameters.radii.indices.compactMap { figure(report, bound, setting: $0) }
  }

  private static func figure(_ report: AnalysisReport, _ bound: String, setting: Int) -> Figure? {
    let analyses = report.analyses(atSetting: setting)
    let gap = PicturedGap(of: analyses)
    var omissions = Omissions("checkpoint")
    let shown = analyses.compactMap { point($0, bound, gap, &omissions) }
    // One point shows no order.
    guard shown.count > 1 else { return nil }
    let names = shown.map(\.series).unique
    let isColoured = names.count <= Figure.maximumSeries
    let series = isColoured ? names.map(PictureText.line) : ["checkpoints of \(names.count) series"]
    let marks = series.indices.map { index in
      Mark.points(shown.filter { !isColoured || $0.series == names[index] }.map(\.point), series: index)
    }
    return Figure(
      name: report.figureName(key, setting: setting),
      title: "\(bound) against the gap: \(ranking(report, bound, setting))" + report.titleSuffix(setting: setting),
      subtitle: PictureText.sentences(
        others(report, bound, setting) + [omissions.sentence, counted(shown.count, report, bound, setting)]),
      series: series,
      panels: [
        Panel(
          x: Axis("\(gap.label) (1 = 100 pp)", .logarithmic),
          y: Axis("\(bound) − empirical term (1 = 100 pp)", .logarithmic),
          marks: [.diagonal(label: "bound = gap")] + marks)
      ])
  }

  private static func point(
    _ analysis: CheckpointAnalysis, _ bound: String, _ gap: PicturedGap, _ omissions: inout Omissions
  ) -> (series: String, point: Point)? {
    func omitted(_ reason: String) -> (series: String, point: Point)? {
      omissions.add(reason)
      return nil
    }
    if analysis.duplicateOf != nil { return omitted("identical to another") }
    guard let part = analysis.bound(bound)?.generalizationPart else { return omitted("without the bound") }
    guard let y = part.value.onLogarithmicAxis else { return omitted("with a bound beyond the doubles") }
    guard let measured = gap.value(analysis) else { return omitted("without the gap") }
    guard let x = measured.onLogarithmicAxis else { return omitted("with a gap that is not above 0") }
    let hover =
      "\(analysis.file.pictureName): gap \(MarkdownNumber.points(x)), \(bound) \(MarkdownNumber.text(part))"
    return (analysis.file.series, Point(x, y, hover))
  }

  /// "Kendall τ-b 0.42 over 24 checkpoints".
  private static func ranking(_ report: AnalysisReport, _ bound: String, _ setting: Int) -> String {
    guard let (τ, count) = report.ranking(bound, by: .error, setting: setting) else { return "Kendall τ-b undefined" }
    return "Kendall τ-b \(MarkdownNumber.text(τ)) over \(count) checkpoints"
  }

  /// Ranks do not need a place on a logarithmic axis.
  private static func counted(_ shown: Int, _ report: AnalysisReport, _ bound: String, _ setting: Int) -> String? {
    guard let (_, count) = report.ranking(bound, by: .error, setting: setting), count > shown else { return nil }
    return "τ-b counts \(count - shown) of them all the same."
  }

  /// What else a reader may want to rank: the bound that holds for trained networks, and the gap that is bounded.
  private static func others(_ report: AnalysisReport, _ bound: String, _ setting: Int) -> [String] {
    let uniform = bound == Theorem4PostHoc.key ? nil : report.ranking(Theorem4PostHoc.key, by: .error, setting: setting)
    let robust = report.isPerturbed(setting) ? report.ranking(bound, by: .robust, setting: setting) : nil
    return [
      uniform.map { "\(Theorem4PostHoc.key), which holds for trained networks, has τ-b \(MarkdownNumber.text($0.τ))." },
      robust.map {
        "Theorem 4 bounds test robust error − train robust ramp loss; with that gap \(bound) has τ-b "
          + "\(MarkdownNumber.text($0.τ))."
      },
    ].compactMap(\.self)
  }
}
