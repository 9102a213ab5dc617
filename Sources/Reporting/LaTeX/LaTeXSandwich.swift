import Analysis

/// What is proved and what is broken in every ball of one model.
enum LaTeXSandwich {
  static func table(_ model: ModelCertification, in report: CertificationReport, label: String) -> LaTeXTable {
    let columns = SandwichColumn.all(report).filter { column in
      model.balls.contains { column.cell(model, $0) != nil }
    }
    var table = LaTeXTable(
      caption: "Accuracy of \(LaTeXText.escaped(model.file.label)) on \(model.labels.count) samples while every weight "
        + "stays in the ball.", label: label,
      columns: [("ball", false)] + columns.map { (LaTeXText.escaped($0.header), true) })
    for ball in model.balls {
      table.add(
        [LaTeXText.escaped(ball.title)]
          + columns.map { LaTeXNumber.text($0.cell(model, ball) ?? MarkdownNumber.missing) })
    }
    return table
  }
}
