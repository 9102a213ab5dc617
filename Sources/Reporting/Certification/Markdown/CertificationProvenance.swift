import Analysis
import Certification

/// What the run was asked for and what it read, so that it can be repeated. Parameters are printed in full.
enum CertificationProvenance {
  static func blocks(_ report: CertificationReport) -> [String] {
    ["## Parameters and inputs"] + bullets(parameters(report))
      + ProvenanceSection.data([("certified", report.parameters.data)]) + models(report) + methods(report)
      + [precision]
  }

  private static let precision =
    "Numbers above are rounded to four significant digits, the limits for new samples upward; the JSON report has all digits."

  private static func parameters(_ report: CertificationReport) -> [String] {
    let asked = report.parameters
    return [
      "gapbound \(gapboundVersion), command `certify`",
      "data used: \(CertificationSummary.samples(asked))",
      "methods: \(asked.methods.isEmpty ? "none" : asked.methods.map(MarkdownText.code).joined(separator: ", "))",
      "exact decision: "
        + (asked.exactTimeLimit.map { "at most \(shortest($0) ?? "∞") s of processor time for a sample" }
          ?? "not asked for"),
      attacks(asked),
      "biases: \(report.movesBiases ? "move too" : "stay as they are")",
      "failure probability δ of all statements about new samples together: \(asked.failureProbability)",
    ]
  }

  private static func attacks(_ asked: CertificationParameters) -> String {
    guard !asked.attacks.isEmpty else { return "attacks: none" }
    let settings = asked.attackSettings
    let searches = asked.attacks.contains { $0.noise == nil }
    let draws = asked.attacks.contains { $0.noise != nil }
    return ["attacks: " + asked.attacks.map(\.rawValue).joined(separator: ", ")]
      .appending(searches ? "\(settings.restarts) starts of \(settings.steps) steps each" : nil)
      .appending(draws ? "\(MarkdownText.counted(settings.draws, "draw")) of random weights" : nil)
      .appending("seed \(settings.seed)").joined(separator: "; ")
  }

  private static func models(_ report: CertificationReport) -> [String] {
    guard !report.models.isEmpty else { return [] }
    var table = MarkdownTable(words: ["model", "path", "SHA-256"])
    for model in report.models {
      table.add([model.file.label, model.file.path, model.sha256].map(MarkdownText.escaped))
    }
    return [table.text]
  }

  private static func methods(_ report: CertificationReport) -> [String] {
    let used = certificateCatalogue.filter { report.parameters.methods.contains($0.key) }
    guard !used.isEmpty else { return [] }
    return ["Methods, each a lower limit of the margin to class j, y being the right one:"]
      + bullets(
        used.map {
          "\(MarkdownText.code($0.key)): \(MarkdownText.code($0.formula)). Source: \(MarkdownText.sentence($0.source))"
        })
  }
}

extension [String] {
  fileprivate func appending(_ text: String?) -> [String] { text.map { self + [$0] } ?? self }
}
