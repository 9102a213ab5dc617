import Analysis
import Bounds

/// "How to read this": what the numbers mean, in plain words.
enum ReadingGuide {
  static func blocks(_ report: AnalysisReport) -> [String] {
    guard !report.checkpoints.isEmpty else { return [] }
    let lines = [
      gap(report), marginScale(report), bounds(report), vacuity(report), profiles(report), robustness(report),
    ]
    return [
      "## How to read this", lines.filter { !$0.isEmpty }.map { "- " + $0 }.joined(separator: "\n"),
    ]
  }

  private static func gap(_ report: AnalysisReport) -> String {
    let definition = "**gap** = test error − train error, in percentage points (pp)"
    if report.checkpoints.contains(where: { $0.gap != nil }) {
      return "\(definition): what the network lost on samples that it was not trained on. A sample whose two largest "
        + "outputs are equal counts as an error."
    }
    let missing = [
      report.parameters.train == nil ? "training data" : nil, report.parameters.test == nil ? "test data" : nil,
    ].compactMap(\.self)
    return missing.isEmpty
      ? "\(definition). No checkpoint could be evaluated on both, so there is none."
      : "\(definition). There is none here: no \(missing.joined(separator: " and no ")) were given."
  }

  private static func marginScale(_ report: AnalysisReport) -> String {
    guard report.checkpoints.contains(where: { $0.marginScale != nil }) else {
      return "**γ**, the margin that counts as safe, could not be chosen, so no margin loss was measured."
    }
    let margin = report.isPerturbed ? "robust margin (the least that the weight ball leaves of it)" : "margin"
    return
      "**γ** is the margin (output of the right class − largest other output) that counts as safe. The **loss at γ** "
      + "is the mean, over the training samples, of a loss that is 1 where the \(margin) is ≤ 0, 0 where it is ≥ γ, and "
      + "falls in a straight line between. " + choice(report.parameters.marginScale)
  }

  private static func choice(_ marginScale: MarginScale) -> String {
    switch marginScale {
    case .value: return "γ = \(marginScale) was given."
    case .percentile(let p):
      let rank = p == p.rounded() ? "\(Int(p))" : "\(p)"
      return
        "γ is percentile \(rank) of the positive training margins of each checkpoint, so it was chosen from the data."
    }
  }

  private static func bounds(_ report: AnalysisReport) -> String {
    guard report.checkpoints.contains(where: { $0.bounds.contains { $0.total != nil } }) else { return "" }
    let confidence = shortest(1 - report.parameters.failureProbability) ?? MarkdownNumber.missing
    let event =
      report.isPerturbed
      ? "that the network errs on a new sample with some weights in the ball (every entry of layer k moved by at most ε_k)"
      : "that the network errs on a new sample"
    return
      "A **bound** is a number that the probability \(event) does not exceed, with confidence \(confidence), each bound "
      + "taken by itself, for independent training samples. It is the sum of an empirical term, measured on the training "
      + "samples, and its **generalization part**, which is what the gap is compared with."
  }

  private static func vacuity(_ report: AnalysisReport) -> String {
    guard report.checkpoints.contains(where: { $0.bounds.contains { $0.total != nil } }) else { return "" }
    return
      "A bound is **vacuous** where its total is at least 1: true of every network. **n\\*** is the smallest number of "
      + "training samples at which the bound would be below 1 with the same norms, the same empirical term and the same "
      + "average size of the inputs; ∞ where there is none."
  }

  private static func profiles(_ report: AnalysisReport) -> String {
    let bounds = report.boundKeys.compactMap { key in boundCatalogue.first { $0.key == key } }
    let verified = bounds.filter { $0.isVerified }
    let postHoc = verified.filter { $0.assumptions.contains { $0.hasPrefix("post hoc") } }.map { $0.key }
    let aPriori = verified.filter { $0.assumptions.contains { $0.hasPrefix("a priori") } }.map { $0.key }
    let unverified = bounds.filter { !$0.isVerified }.map { $0.key }
    return [
      sentence(
        aPriori,
        "**a priori class**: proved for norms and γ that were fixed before the data were seen; here the "
          + "norms were measured after training, as in published experiments, so the number is for comparison."),
      sentence(
        postHoc,
        "**post hoc, uniform**: norms and γ may depend on the training data, so it holds for the trained "
          + "networks."),
      sentence(unverified, "**unverified constants, comparison only**."),
    ].filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static func sentence(_ keys: [String], _ text: String) -> String {
    keys.isEmpty ? "" : keys.map(MarkdownText.code).joined(separator: ", ") + ": " + text
  }

  private static func robustness(_ report: AnalysisReport) -> String {
    guard report.checkpoints.contains(where: { $0.train?.robustError != nil || $0.test?.robustError != nil }) else {
      return ""
    }
    guard report.isPerturbed else {
      return "ε = 0 everywhere: the weights stay as they are, and robust errors are plain errors up to round-off."
    }
    return
      "**Robust errors** are upper limits, per-sample: for each sample the worst weights in the ball, which may be "
      + "other weights for the next sample. A certificate counts every sample as an error that it cannot prove correct."
  }
}
