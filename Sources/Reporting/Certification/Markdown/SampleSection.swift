import Analysis

/// The samples worth a look, folded: the undecided, those that are certified by the smallest margin, written witnesses.
enum SampleSection {
  /// Rows of a table; the CSV and JSON reports have every sample.
  private static let limit = 10

  static func blocks(_ report: CertificationReport) -> [String] {
    let folds = report.balls.flatMap { model, _, ball in
      let tables = undecided(ball, model) + leastCertified(ball, model) + witnesses(ball)
      return tables.isEmpty ? [] : folded(plainName(ball, of: model, in: report), tables)
    }
    guard !folds.isEmpty else { return [] }
    return [
      "## Samples to look at",
      "Samples count from 0 in the order of the data. The CSV and JSON reports have all of them.",
    ]
      + folds
  }

  /// As `name(_:of:)`, for a line in which Markdown is not read.
  private static func plainName(
    _ ball: BallCertification, of model: ModelCertification, in report: CertificationReport
  ) -> String {
    (report.models.count > 1 ? "\(model.file.label), " : "") + ball.title
  }

  private static func undecided(_ ball: BallCertification, _ model: ModelCertification) -> [String] {
    let open = (ball.exact ?? []).enumerated().compactMap { index, verdict in verdict.range.map { (index, $0) } }
    guard !open.isEmpty else { return [] }
    var table = MarkdownTable(words: [], numbers: ["sample", "label", "margin", "worst margin at least", "at most"])
    for (index, range) in open.prefix(limit) {
      table.add(
        ["\(index)", "\(model.labels[index])"]
          + [model.margins[index], range.lower, range.upper].map { MarkdownNumber.text($0) })
    }
    return ["Undecided\(shown(open.count)):", table.text]
  }

  /// The certified samples nearest to not being so.
  private static func leastCertified(_ ball: BallCertification, _ model: ModelCertification) -> [String] {
    let best = ball.best
    let certified = model.labels.indices.compactMap { index -> (index: Int, margin: Double)? in
      var margin = best.isEmpty ? -Double.infinity : best[index]
      if case .certified(let proof)? = ball.exact?[index] { margin = max(margin, proof) }
      return margin > 0 ? (index, margin) : nil
    }.sorted { ($0.margin, $0.index) < ($1.margin, $1.index) }
    guard !certified.isEmpty else { return [] }
    var table = MarkdownTable(words: [], numbers: ["sample", "label", "margin", "proved margin"])
    for (index, margin) in certified.prefix(limit) {
      table.add(
        ["\(index)", "\(model.labels[index])"] + [model.margins[index], margin].map { MarkdownNumber.text($0) })
    }
    let title =
      certified.count > limit
      ? "The \(limit) of \(certified.count) proved samples with the smallest proved margin:"
      : "The proved samples, from the smallest proved margin:"
    return [title, table.text]
  }

  private static func witnesses(_ ball: BallCertification) -> [String] {
    let written = (ball.exact ?? []).enumerated().compactMap { index, verdict in
      verdict.witness.map { (index, verdict.margin, $0) }
    }
    guard !written.isEmpty else { return [] }
    var table = MarkdownTable(
      [("sample", .right), ("its margin with these weights, at most", .right), ("weights in the ball", .left)])
    for (index, margin, path) in written.prefix(limit) {
      table.add(["\(index)", MarkdownNumber.text(margin), MarkdownText.escaped(path)])
    }
    return ["Written weights that get a sample wrong\(shown(written.count)):", table.text]
  }

  private static func shown(_ count: Int) -> String { count > limit ? ", \(limit) of \(count)" : "" }
}
