import Analysis
import Certification

/// What is proved and what is broken in every ball: certified ≤ exact ≤ attacked ≤ clean.
enum SandwichSection {
  static func blocks(_ report: CertificationReport) -> [String] {
    guard !report.models.isEmpty else { return [] }
    return ["## Results"] + legend(report) + comparison(report)
      + report.models.flatMap { report.heading($0) + model($0, in: report) }
  }

  private static func columns(_ report: CertificationReport) -> [SandwichColumn] {
    SandwichColumn.all(report).filter { column in report.balls.contains { column.cell($0.model, $0.ball) != nil } }
  }

  private static func legend(_ report: CertificationReport) -> [String] {
    guard report.hasBalls else { return [] }
    return [
      "One row for each ball. *Per-sample*: for each sample the worst weights in the ball, which may be others for the next "
        + "sample; *universal*: one set of weights for all samples; *random*: weights drawn by chance."
    ] + bullets(columns(report).map(\.legend))
  }

  private static func model(_ model: ModelCertification, in report: CertificationReport) -> [String] {
    guard !model.balls.isEmpty else { return [withoutBalls(model)] }
    let columns = columns(report).filter { column in model.balls.contains { column.cell(model, $0) != nil } }
    var table = MarkdownTable(words: ["ball"], numbers: columns.map(\.header))
    for ball in model.balls {
      table.add([MarkdownText.escaped(ball.title)] + columns.map { $0.cell(model, ball) ?? MarkdownNumber.missing })
    }
    return [table.text] + methods(model) + decisions(model) + bullets(remarks(model))
  }

  /// Why there is no table.
  private static func withoutBalls(_ model: ModelCertification) -> String {
    guard let obstacle = model.reading.obstacle else {
      return "No ball of weights was examined; clean accuracy \(MarkdownNumber.percent(model.cleanAccuracy))."
    }
    return
      "No certificate holds for this model, so that none was evaluated: \(MarkdownText.sentence(obstacle)) Its clean "
      + "accuracy is \(MarkdownNumber.percent(model.cleanAccuracy))."
  }

  /// The share that each method certifies alone.
  private static func methods(_ model: ModelCertification) -> [String] {
    let keys = certificateCatalogue.map { $0.key }.filter { key in model.balls.contains { $0.certified[key] != nil } }
    guard keys.count > 1 else {
      return keys.first.map { ["The only method that was asked for is \(MarkdownText.code($0))."] } ?? []
    }
    var table = MarkdownTable(words: ["certified (per-sample) by"], numbers: keys.map(MarkdownText.escaped) + ["best"])
    for ball in model.balls {
      table.add(
        [MarkdownText.escaped(ball.title)] + keys.map { MarkdownNumber.percent(ball.certifiedAccuracy($0)) }
          + [ball.certified.isEmpty ? MarkdownNumber.missing : MarkdownNumber.percent(ball.bestAccuracy)])
    }
    return [table.text]
  }

  /// How many samples had which verdict.
  private static func decisions(_ model: ModelCertification) -> [String] {
    guard model.balls.contains(where: { $0.exact != nil }) else { return [] }
    var table = MarkdownTable(
      words: ["exact decision (per-sample), samples"],
      numbers: ["certified", "falsified", "undecided", "wrong already", "all"])
    for ball in model.balls {
      guard let tally = ball.tally else { continue }
      let counts = [tally.certified, tally.falsified, tally.undecided, tally.misclassified, tally.count]
      table.add([MarkdownText.escaped(ball.title)] + counts.map(String.init))
    }
    return [table.text]
  }

  private static func remarks(_ model: ModelCertification) -> [String] {
    let none = model.balls.filter { ball in !ball.proved(count: model.labels.count).contains(true) }
    guard !none.isEmpty, !model.labels.isEmpty else { return [] }
    let titles = MarkdownText.list(none.map { MarkdownText.escaped($0.title) })
    let refuted = none.allSatisfy { $0.unknownCount(margins: model.margins) == 0 }
    return [
      "Nothing is certified for \(titles). "
        + (refuted
          ? "There every sample is known to go wrong for some weights in the ball, or is wrong already."
          : "This alone is no sign of danger: no proof was found for any sample, which says nothing about those under unknown.")
    ]
  }

  /// All models side by side; nothing for a single one.
  private static func comparison(_ report: CertificationReport) -> [String] {
    guard report.models.count > 1, report.hasBalls else { return [] }
    let compared = ["certified", "exact", "attacked", "clean"]
    let columns = columns(report).filter { compared.contains($0.header) }
    var table = MarkdownTable(words: ["model", "ball"], numbers: columns.map(\.header))
    for model in report.models {
      for ball in model.balls {
        table.add(
          [model.file.label, ball.title].map(MarkdownText.escaped)
            + columns.map { $0.cell(model, ball) ?? MarkdownNumber.missing })
      }
      guard model.balls.isEmpty else { continue }
      table.add(
        [MarkdownText.escaped(model.file.label), "none"]
          + columns.map {
            $0.header == "clean" ? MarkdownNumber.percent(model.cleanAccuracy) : MarkdownNumber.missing
          })
    }
    return ["### Models compared", table.text]
  }
}
