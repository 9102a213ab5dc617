import Analysis

extension MarkdownReport {
  /// The whole report: what was certified, the sandwich, how to read it, unseen samples, radii, bit flips, provenance.
  public static func render(_ report: CertificationReport, pictures: String?) -> String {
    let results =
      SandwichSection.blocks(report) + PictureSection.blocks(pictures == nil ? [] : report.figures, in: pictures)
      + CertificationGuide.blocks(report) + HeldOutSection.blocks(report)
      + RadiusSearchSection.blocks(report) + BitFlipSection.blocks(report)
    let details = SampleSection.blocks(report) + RadiiSection.blocks(report)
    return text(
      ["# gapbound certification report"] + CertificationSummary.blocks(report) + results + details
        + CertificationProvenance.blocks(report) + CoverageSection.blocks(report.coverage))
  }

  /// The tables of the sandwich as aligned Markdown, for a terminal.
  public static func overview(_ report: CertificationReport) -> String { text(SandwichSection.blocks(report)) }
}

extension CertificationReport {
  /// A heading for one model; none where there is no other.
  func heading(_ model: ModelCertification) -> [String] {
    models.count > 1 ? ["### \(MarkdownText.escaped(model.file.label))"] : []
  }

  /// A ball in a sentence, with its model where there are several.
  func name(_ ball: BallCertification, of model: ModelCertification) -> String {
    (models.count > 1 ? "\(MarkdownText.escaped(model.file.label)), " : "") + MarkdownText.escaped(ball.title)
  }

  /// True where there is something between the clean accuracy and a certificate to explain.
  var hasBalls: Bool { models.contains { !$0.balls.isEmpty } }
  /// True where a bias moves in some ball.
  var movesBiases: Bool { models.contains { $0.balls.contains(where: \.movesBiases) } }
}

/// A list of lines; nothing where there is none.
func bullets(_ lines: [String]) -> [String] {
  let lines = lines.filter { !$0.isEmpty }
  return lines.isEmpty ? [] : [lines.map { "- " + $0 }.joined(separator: "\n")]
}
