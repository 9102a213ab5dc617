import Analysis
import Certification

/// Samples of every ball with what is known of each, folded: as many as stay small.
enum HTMLSamples {
  /// Rows of a table, and of all tables together.
  private static let perBall = 200
  private static let perReport = 4000

  static func add(_ report: CertificationReport, to page: inout HTMLMarkdown) {
    let balls = report.balls.filter { !$0.model.labels.isEmpty }
    guard let count = balls.map(\.model.labels.count).max() else { return }
    let rows = min(count, perBall, max(10, perReport / balls.count))
    page.add(["## Samples", sentence(rows, of: count)])
    for (model, index, ball) in balls {
      let title = (report.models.count > 1 ? "\(model.file.label), " : "") + ball.title
      page.add(["<details>\n<summary>\(MarkdownText.html(title))</summary>"])
      page.add(html: table(report.samples(of: model, ball: index, count: rows), title))
      page.add(["</details>"])
    }
  }

  private static func sentence(_ rows: Int, of count: Int) -> String {
    "Margins of each sample: as it is, the largest that is proved for the whole ball, and the smallest that attacks found. "
      + "Samples count from 0 in the order of the data"
      + (rows < count
        ? "; the first \(rows) of \(count) are here, all of them in report.csv and report.json." : ".")
  }

  private static func table(_ samples: [CertifiedSample], _ title: String) -> String {
    let columns = columns.filter { column in samples.contains { !column.cell($0).isMissing } }
    var table = HTMLTable(caption: HTMLText.escaped(title), isCaptionHidden: true)
    table.columns = columns.map { .init(html: HTMLText.escaped($0.header), isNumeric: $0.header != "exact") }
    for sample in samples {
      table.add(
        columns.map { column in
          let quantity = column.cell(sample)
          if case .words(let text) = quantity { return .words(html: HTMLText.escaped(text)) }
          return .number(html: quantity.text, key: quantity.sortKey)
        })
    }
    return table.html
  }

  private static let columns: [(header: String, cell: @Sendable (CertifiedSample) -> Quantity)] = [
    ("sample", { .count($0.index) }),
    ("label", { .count($0.model.labels[$0.index]) }),
    ("predicted", { .count($0.model.predicted[$0.index]) }),
    ("margin", { Quantity($0.model.margins[$0.index]) }),
    ("certified margin", { Quantity($0.bestMargin) }),
    ("exact", { $0.exact.map { .words($0.status) } ?? .missing }),
    ("attacked margin", { Quantity($0.ball?.attackedMargins?[$0.index]) }),
    ("universal attack", { Quantity($0.ball?.universal?.margins[$0.index]) }),
    ("largest certified radius", { Quantity($0.model.search?.radii[$0.index]) }),
  ]
}

extension CertificationReport {
  /// The first samples of one ball of a model.
  fileprivate func samples(of model: ModelCertification, ball index: Int, count: Int) -> [CertifiedSample] {
    let best = model.balls[index].best
    return model.labels.indices.prefix(count).map {
      CertifiedSample(model: model, ballIndex: index, index: $0, bestMargin: best.isEmpty ? nil : best[$0])
    }
  }
}
