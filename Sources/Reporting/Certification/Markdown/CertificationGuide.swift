import Analysis
import Certification

/// "How to read this": what certified, exact and attacked mean, in plain words.
enum CertificationGuide {
  static func blocks(_ report: CertificationReport) -> [String] {
    guard report.hasBalls else { return [] }
    let lines = [
      margin, ball(report), certified(report), exact(report), attacked(report), order(report), universal(report),
      noise(report), methods(report),
    ]
    return ["## How to read this"] + bullets(lines)
  }

  private static let margin =
    "The **margin** of a sample is the output of its right class − the largest other output. It is right where the margin is "
    + "positive; a tie counts as wrong."

  private static func ball(_ report: CertificationReport) -> String {
    "In a **ball** every weight\(report.movesBiases ? " and every bias" : "") may lie anywhere between the stored "
      + "value − its radius and the stored value + its radius, each on its own and all at once. Whatever moves no weight further "
      + "than its radius\(report.movesBiases ? "" : " and leaves the biases as they are") (rounding to fewer bits, "
      + "ageing of analogue memory) ends in the ball, and everything proved for the ball holds for it."
  }

  private static func certified(_ report: CertificationReport) -> String {
    guard report.balls.contains(where: { !$0.ball.certified.isEmpty }) else { return "" }
    return
      "**Certified**: a lower limit of the sample's margin over the whole ball is positive. The round-off of this computation "
      + "is subtracted from every limit, so that a positive one is a proof, about the stored weights in real arithmetic; the "
      + "rounding of the device that runs the network later is not part of it."
  }

  private static func exact(_ report: CertificationReport) -> String {
    let tallies = report.balls.compactMap(\.ball.tally)
    guard !tallies.isEmpty else { return "" }
    let undecided = tallies.contains { $0.undecided > 0 }
    return
      "**Exact**: each sample is certified, or falsified by weights in the ball that get it wrong, by a search that splits the "
      + "ball into cases until one or the other is proved"
      + (undecided
        ? "; *undecided* where its time ran out first, or where the worst margin is 0 within round-off."
        : ". Here it decided every sample.")
  }

  private static func attacked(_ report: CertificationReport) -> String {
    guard report.balls.contains(where: { $0.ball.attackedMargins != nil }) else { return "" }
    return
      "**Attacked**: for each sample, weights in the ball are searched that get it wrong. What the attack breaks is broken; what "
      + "it does not break may still be broken by other weights."
  }

  private static func order(_ report: CertificationReport) -> String {
    let has = (
      exact: report.balls.contains { $0.ball.exact != nil },
      attacked: report.balls.contains { $0.ball.attackedMargins != nil }
    )
    let chain = ["certified", has.exact ? "exact" : "truth", has.attacked ? "attacked" : nil, "clean"].compactMap(
      \.self)
    return "Always **\(chain.joined(separator: " ≤ "))**. " + gap(report)
  }

  private static func gap(_ report: CertificationReport) -> String {
    let open = report.balls.contains { $0.ball.unknownCount(margins: $0.model.margins) > 0 }
    guard open else { return "Here no sample is left between what is proved and what is broken." }
    return
      "Samples under unknown are **unknown, not unsafe**: no proof reached them, and no weights that get them wrong are known."
  }

  private static func universal(_ report: CertificationReport) -> String {
    guard report.balls.contains(where: { $0.ball.universal != nil }) else { return "" }
    return
      "A device has one set of weights for all samples. The **universal** attack searches the worst such set, and finds an upper "
      + "limit of the accuracy that all weights in the ball keep; the per-sample numbers are stricter."
  }

  private static func noise(_ report: CertificationReport) -> String {
    let kinds = Set(report.balls.flatMap { $0.ball.noise.map(\.kind) })
    guard !kinds.isEmpty else { return "" }
    return
      "**Random noise** says what happens on average, not in the worst case"
      + (kinds.contains(.gaussian)
        ? ". Gaussian noise leaves the ball with almost every draw, and no certificate here speaks of it." : ".")
  }

  private static func methods(_ report: CertificationReport) -> String {
    let keys = certificateCatalogue.map { $0.key }.filter { key in
      report.balls.contains { $0.ball.certified[key] != nil }
    }
    guard keys.count > 1 else { return "" }
    return
      "All methods (\(keys.map(MarkdownText.code).joined(separator: ", "))) prove the same statement and differ in how closely they "
      + "follow the network. Any of them is enough: **best** takes for each sample the largest limit."
  }
}
