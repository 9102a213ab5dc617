import Analysis

/// How far the weights of each layer may move, ball by ball.
enum RadiiSection {
  private static let longTable = 12

  static func blocks(_ report: CertificationReport) -> [String] {
    guard report.hasBalls else { return [] }
    return ["## Radii by layer", explanation(report)]
      + report.models.filter { !$0.balls.isEmpty }.flatMap { report.heading($0) + table($0, in: report) }
  }

  private static func explanation(_ report: CertificationReport) -> String {
    "How far a weight may move, up or down, in the unit of the weights. A single number holds for every weight of the layer; "
      + "otherwise the smallest and the largest radius stand here. A layer with 0 stays as it is."
  }

  private static func table(_ model: ModelCertification, in report: CertificationReport) -> [String] {
    let hasBiases = report.movesBiases
    var table = MarkdownTable(
      words: ["ball", "layer"], numbers: ["weights", "radius"] + (hasBiases ? ["largest radius of a bias"] : []))
    for ball in model.balls {
      for (layer, radius) in zip(model.layers, ball.layerRadii) {
        table.add(
          [ball.title, layer.name].map(MarkdownText.escaped) + ["\(layer.rows) × \(layer.columns)", text(radius)]
            + (hasBiases ? [MarkdownNumber.radius(radius.largestBias)] : []))
      }
    }
    guard !table.rows.isEmpty else { return [] }
    return table.rows.count > longTable
      ? folded("\(table.rows.count) radii of \(model.balls.count) balls", [table.text]) : [table.text]
  }

  private static func text(_ radius: BallCertification.RadiusRange) -> String {
    let (smallest, largest) = (MarkdownNumber.radius(radius.smallest), MarkdownNumber.radius(radius.largest))
    return radius.smallest == radius.largest ? largest : "\(smallest) to \(largest)"
  }
}
