import Analysis
import Certification

/// The largest certified radius of every sample, as a distribution.
enum RadiusSearchSection {
  static func blocks(_ report: CertificationReport) -> [String] {
    let searched = report.models.filter { $0.search.map { !$0.radii.isEmpty } ?? false }
    guard !searched.isEmpty else { return [] }
    return ["## How far weights may move", explanation]
      + searched.flatMap { model in report.heading(model) + (model.search.map(tables) ?? []) }
  }

  private static let explanation =
    "For each sample the largest radius at which it is certified was searched, to three digits (*per-sample*); it is 0 for a "
    + "sample that is wrong already or not certified at the smallest radius tried. The true limit of a sample may be larger: a "
    + "certificate can miss it, and the search does not use the exact decision. Of several balls the first one is searched."

  private static func tables(_ search: RadiusSearchOutcome) -> [String] {
    let distribution = RadiusDistribution(search)
    var percentiles = MarkdownTable(
      words: ["percentile of the samples"], numbers: RadiusDistribution.percents.map(String.init))
    percentiles.add(
      [MarkdownText.escaped(search.quantity)]
        + RadiusDistribution.percents.map { MarkdownNumber.radius(distribution.percentile($0)) })
    return [percentiles.text] + example(distribution) + shares(distribution, search)
      + bullets([limits(search), top(distribution, search)])
  }

  /// One cell of the table as a sentence.
  private static func example(_ distribution: RadiusDistribution) -> [String] {
    guard let percent = [50, 75, 90].first(where: { distribution.percentile($0) ?? 0 > 0 }) else { return [] }
    return [
      "Read it as: at least \(100 - percent) % of the samples (percentile \(percent)) are certified up to "
        + "\(MarkdownNumber.radius(distribution.percentile(percent)))."
    ]
  }

  private static func shares(_ distribution: RadiusDistribution, _ search: RadiusSearchOutcome) -> [String] {
    guard !distribution.roundRadii.isEmpty else { return [] }
    var table = MarkdownTable([
      (MarkdownText.escaped(search.quantity), .right), ("certified up to it", .right), ("samples", .right),
    ])
    for radius in distribution.roundRadii {
      table.add([
        shortest(radius) ?? MarkdownNumber.missing, MarkdownNumber.percent(distribution.share(atLeast: radius)),
        "\(distribution.count(atLeast: radius))",
      ])
    }
    return [table.text]
  }

  private static func limits(_ search: RadiusSearchOutcome) -> String {
    let zeros = search.radii.count { $0 == 0 }
    return
      "Tried: \(MarkdownNumber.radius(search.tried.lowerBound)) to \(MarkdownNumber.radius(search.tried.upperBound)). "
      + "\(zeros) of \(MarkdownText.counted(search.radii.count, "sample")) \(zeros == 1 ? "is" : "are") at 0."
  }

  /// Samples that nothing stopped.
  private static func top(_ distribution: RadiusDistribution, _ search: RadiusSearchOutcome) -> String {
    let count = distribution.count(atLeast: search.tried.upperBound)
    return count == 0
      ? ""
      : "\(MarkdownText.counted(count, "sample")) \(count == 1 ? "is" : "are") certified at the largest radius tried and may be "
        + "certified beyond it."
  }
}
