import Analysis
import Certification

/// A column of the sandwich table: what it shows of a ball, and the line of the legend that says so.
struct SandwichColumn: Sendable {
  let header: String
  /// Nil where the ball lacks it.
  let cell: @Sendable (ModelCertification, BallCertification) -> String?
  /// With the quantifier: per-sample, universal or random.
  let legend: String

  /// Every column; those that no ball has are dropped by the table.
  static func all(_ report: CertificationReport) -> [SandwichColumn] {
    [certified, exact(report)] + attacks + noise(report) + [unknown, clean]
  }

  private static let certified = SandwichColumn(
    header: "certified", cell: { $1.certified.isEmpty ? nil : MarkdownNumber.percent($1.bestAccuracy) },
    legend:
      "certified (*per-sample*): share of samples proved right for all weights in the ball, by at least one method")

  private static func exact(_ report: CertificationReport) -> SandwichColumn {
    let open = report.balls.contains { $0.ball.tally.map { $0.undecided > 0 } ?? false }
    return SandwichColumn(
      header: "exact", cell: { $1.tally.map(exact) },
      legend: "exact (*per-sample*): the true share of samples that are right for all weights in the ball"
        + (open ? "; a range where some are undecided, its ends counting those as wrong and as right" : ""))
  }

  private static let attacks = [
    SandwichColumn(
      header: "attacked", cell: { $1.attackedAccuracy.map { MarkdownNumber.percent($0) } },
      legend:
        "attacked (*per-sample*): share of samples for which the attack found no weights in the ball that get them wrong"
    ),
    SandwichColumn(
      header: "universal", cell: { $1.universal.map { MarkdownNumber.percent($0.accuracy) } },
      legend:
        "universal attack (*universal*): share of samples right with the worst weights that were found, the same weights "
        + "for all samples"),
  ]

  private static func noise(_ report: CertificationReport) -> [SandwichColumn] {
    NoiseKind.allCases.compactMap { kind in
      let outcomes = report.balls.compactMap { $0.ball.noise.first { $0.kind == kind } }
      guard let first = outcomes.first else { return nil }
      return SandwichColumn(
        header: "\(kind.name) noise",
        cell: { $1.noise.first { $0.kind == kind }.map(mean) },
        legend:
          "\(kind.name) noise (*random*): mean accuracy over \(MarkdownText.counted(first.accuracies.count, "draw")) of "
          + "\(kind.law); in brackets the interval that holds the expected accuracy on these samples, with confidence "
          + MarkdownNumber.confidence(outcomes.map(\.confidence).min() ?? first.confidence))
    }
  }

  private static let unknown = SandwichColumn(
    header: "unknown",
    cell: { model, ball in
      model.labels.isEmpty
        ? nil
        : MarkdownNumber.percent(Double(ball.unknownCount(margins: model.margins)) / Double(model.labels.count))
    },
    legend:
      "unknown (*per-sample*): share of samples that are neither proved right nor shown to go wrong: undecided, not unsafe"
  )

  private static let clean = SandwichColumn(
    header: "clean", cell: { model, _ in MarkdownNumber.percent(model.cleanAccuracy) },
    legend: "clean: share of samples that are right with the weights as they are")

  /// "60.00 %", or "55.00–61.20 %" where samples are undecided.
  static func exact(_ tally: ExactTally) -> String {
    tally.undecided == 0
      ? MarkdownNumber.percent(tally.lower)
      : "\(MarkdownNumber.text(100 * tally.lower))–\(MarkdownNumber.percent(tally.upper))"
  }

  private static func mean(_ noise: NoiseOutcome) -> String {
    let (lower, upper) = (100 * noise.interval.lowerBound, 100 * noise.interval.upperBound)
    return "\(MarkdownNumber.percent(noise.accuracy)) [\(MarkdownNumber.text(lower)), \(MarkdownNumber.text(upper))]"
  }
}

extension NoiseKind {
  /// In headers.
  var name: String {
    switch self {
    case .uniform: "uniform"
    case .gaussian: "Gaussian"
    }
  }

  /// How weights are drawn.
  var law: String {
    switch self {
    case .uniform: "weights uniform in the ball"
    case .gaussian:
      "weights normal around the stored ones with the radius as standard deviation, so that they leave the ball"
    }
  }
}
