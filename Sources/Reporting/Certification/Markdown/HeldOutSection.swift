import Analysis
import Certification

/// What the certificates say about samples that nobody has seen.
enum HeldOutSection {
  static func blocks(_ report: CertificationReport) -> [String] {
    let balls = report.balls.filter { $0.ball.heldOut.count > 0 }
    guard !balls.isEmpty else { return [] }
    return ["## New samples"] + bullets(balls.map { sentence($0.ball, of: $0.model, in: report) })
      + [conditions] + together(balls.map(\.ball.heldOut))
  }

  private static func sentence(
    _ ball: BallCertification, of model: ModelCertification, in report: CertificationReport
  ) -> String {
    let limit = ball.heldOut
    let measured =
      "\(limit.errors) of \(MarkdownText.counted(limit.count, "sample")) \(limit.errors == 1 ? "is" : "are") not certified"
    let name = report.name(ball, of: model)
    guard limit.errorUpperLimit < 1 else { return "\(name): \(measured), so that nothing can be said of new samples." }
    return
      "\(name): with confidence \(MarkdownNumber.confidence(limit.confidence)), **at most "
      + "\(MarkdownNumber.percentLimit(limit.errorUpperLimit))** of new samples can be misclassified by some weights in the ball "
      + "(*per-sample*; \(measured))."
  }

  private static let conditions =
    "This holds if the samples were drawn independently from the distribution that the new ones come from, and were used neither "
    + "for training nor for choosing the model or the radii. If they were used so, the sentence has no guarantee. It is the "
    + "Clopper–Pearson limit: a share of new samples, in the long run, not a promise about the next few."

  /// The union bound over all balls.
  private static func together(_ limits: [HeldOutCertificate]) -> [String] {
    guard limits.count > 1 else { return [] }
    let failure = limits.reduce(0) { $0 + (1 - $1.confidence) }
    guard failure < 1 else { return [] }
    return [
      "The failure probability δ is divided over the \(limits.count) balls (Bonferroni), so that all of these sentences "
        + "hold together with confidence \(MarkdownNumber.confidence(1 - failure))."
    ]
  }
}
