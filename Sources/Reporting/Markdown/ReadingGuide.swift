import Analysis
import Bounds

/// "How to read this": what the numbers mean, in plain words.
enum ReadingGuide {
  static func blocks(_ report: AnalysisReport) -> [String] {
    guard !report.checkpoints.isEmpty else { return [] }
    let lines = [
      gap(report), LoggedSection.sentence(report).joined(), marginScale(report), bounds(report), vacuity(report),
      profiles(report), measures(report), robustness(report),
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
    let margin =
      report.isPerturbed ? "robust margin (a lower limit of the margin over all weights in the ball)" : "margin"
    return
      "**γ** is the margin (output of the right class − largest other output) that counts as safe. The **loss** at γ "
      + "is the mean, over the training samples, of a loss that is 1 where the \(margin) is ≤ 0, 0 where it is ≥ γ, and "
      + "falls in a straight line between. " + choice(report)
  }

  private static func choice(_ report: AnalysisReport) -> String {
    switch report.parameters.marginScale {
    case .value(let γ): return "γ = \(γ) was given."
    case .percentile(let p):
      let allowed = catalogued(report).filter { $0.isPostHoc }.map { MarkdownText.code($0.key) }
      return
        "γ is percentile \(shortest(p) ?? "") of the positive training margins of each checkpoint, so it was chosen "
        + "from the data"
        + (allowed.isEmpty ? "." : "; of the bounds here that is allowed by \(allowed.joined(separator: ", ")) only.")
    }
  }

  private static func bounds(_ report: AnalysisReport) -> String {
    guard report.checkpoints.contains(where: { $0.bounds.contains { $0.total != nil } }) else { return "" }
    let confidence = shortest(1 - report.parameters.failureProbability) ?? MarkdownNumber.missing
    let event =
      report.isPerturbed
      ? "that a new sample is misclassified by some weights in the ball (every entry of layer k moved by at most ε_k)"
      : "that a new sample is misclassified"
    return
      "A **bound** says: under its assumptions, listed below, the probability \(event) is at most this number, with confidence "
      + "1 − δ = \(confidence) for each bound by itself. It is the sum of an empirical term, measured on the training "
      + "samples, and of its **generalization part**, which is what the gap is compared with." + companions(report)
  }

  /// What bounds of the network as it is are about, where the others are about a ball of weights.
  private static func companions(_ report: AnalysisReport) -> String {
    let plain = catalogued(report).filter { !$0.coversPerturbedWeights }.map { MarkdownText.code($0.key) }
    guard report.isPerturbed, !plain.isEmpty else { return "" }
    return
      " \(MarkdownText.list(plain, limit: plain.count)) bound the error of the network as it is, whatever ε: their empirical term takes the margin "
      + "without perturbation."
  }

  private static func vacuity(_ report: AnalysisReport) -> String {
    guard report.checkpoints.contains(where: { $0.bounds.contains { $0.total != nil } }) else { return "" }
    return
      "A bound is **vacuous** where its total is at least 1: true of every network. **n\\*** is the smallest number of "
      + "training samples at which the bound would be below 1 with the same norms, the same empirical term and the same "
      + "average size of the inputs; ∞ where there is none."
  }

  private static func profiles(_ report: AnalysisReport) -> String {
    let verified = catalogued(report).filter { $0.isVerified }
    let groups = [
      sentence(
        verified.filter { $0.isAPriori },
        "**a priori class**: proved for norms and γ that were fixed before the data were seen. Here the norms were measured "
          + "after training, as in published experiments, so the number is for comparison, not a guarantee."),
      sentence(
        verified.filter { $0.holdsForAnyWeights },
        "**any weights**: proved for all weights at once, so for the trained ones, but for a γ and a size of the inputs that were "
          + "fixed before the data were seen. Here they were measured, so the number is for comparison, not a guarantee."
      ),
      sentence(
        verified.filter { $0.isPostHoc },
        "**post hoc, uniform**: norms and γ may depend on the training data, ε may not. It holds for the trained networks."
      ),
      sentence(catalogued(report).filter { !$0.isVerified }, "**unverified constants, comparison only**."),
    ]
    return groups.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// What the catalogue knows about the report's bounds.
  private static func catalogued(_ report: AnalysisReport) -> [any GeneralizationBound.Type] {
    report.boundKeys.compactMap { key in boundCatalogue.first { $0.key == key } }
  }

  private static func sentence(_ bounds: [any GeneralizationBound.Type], _ text: String) -> String {
    bounds.isEmpty ? "" : bounds.map { MarkdownText.code($0.key) }.joined(separator: ", ") + ": " + text
  }

  private static func measures(_ report: AnalysisReport) -> String {
    guard !report.measureKeys.isEmpty else { return "" }
    return
      "A **measure** bounds nothing: it is a number that others found, or expected, to be larger where the gap is larger "
      + "(smaller, for margins). Its definition is below; only the order of the checkpoints means something."
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

extension GeneralizationBound {
  /// True where norms and γ must be fixed before the data, by the words of the bound's own assumptions.
  fileprivate static var isAPriori: Bool { assumptions.contains { $0.hasPrefix("a priori") } }
  /// True where weights may depend on the training data, but γ may not.
  fileprivate static var holdsForAnyWeights: Bool { assumptions.contains { $0.hasPrefix("any weights") } }
  /// True where they may depend on the training data.
  fileprivate static var isPostHoc: Bool { assumptions.contains { $0.hasPrefix("post hoc") } }
}
