import Analysis
import Bounds

/// What the run was asked for and what it read, so that it can be repeated. Parameters are printed in full.
enum ProvenanceSection {
  static func blocks(_ report: AnalysisReport) -> [String] {
    guard !report.isNormsOnly else { return ["Written by gapbound \(gapboundVersion)."] }
    return ["## Parameters and inputs", parameters(report)] + data(report) + bounds(report) + measures(report)
      + [precision]
  }

  private static let precision =
    "Measured numbers above are rounded to four significant digits, bounds upward; the JSON and CSV reports have all of them."

  private static func parameters(_ report: AnalysisReport) -> String {
    let asked = report.parameters
    let lines = [
      "gapbound \(gapboundVersion), command \(MarkdownText.code(report.command))",
      asked.radii.isEmpty ? nil : "radii: " + asked.radii.map(\.description).joined(separator: "; "),
      "margin scale γ: \(asked.marginScale)",
      "failure probability δ: \(asked.failureProbability)",
      asked.trainSampleLimit.map { "training samples used: the first \($0)" },
      asked.reference.map { "reference matrices: \(MarkdownText.code($0))" },
      asked.sharpness.map { "sharpness: \($0.restarts) starts of \($0.steps) steps, seed \($0.seed)" },
      asked.activation.map { "activation: \(MarkdownText.escaped($0))" },
      asked.biases.map { "biases: \(MarkdownText.escaped($0))" },
    ].compactMap(\.self)
    return lines.map { "- " + $0 }.joined(separator: "\n")
  }

  private static func data(_ report: AnalysisReport) -> [String] {
    data([("training", report.parameters.train), ("test", report.parameters.test)])
  }

  /// What was read, by its role; none where nothing was.
  static func data(_ stamps: [(role: String, stamp: ReportParameters.DataStamp?)]) -> [String] {
    guard stamps.contains(where: { $0.stamp != nil }) else { return [] }
    var table = MarkdownTable(
      words: ["data", "path"], numbers: ["samples", "features"], words: ["preprocessing", "SHA-256"])
    for case (let role, let stamp?) in stamps {
      table.add(
        [
          role, MarkdownText.escaped(stamp.path), "\(stamp.count)", "\(stamp.features)", preprocessing(stamp),
          MarkdownText.escaped(stamp.sha256),
        ])
    }
    return [table.text]
  }

  private static func preprocessing(_ stamp: ReportParameters.DataStamp) -> String {
    if stamp.scale == 1, stamp.shift == 0 { return "none" }
    let scaled = "\(shortest(stamp.scale) ?? MarkdownNumber.missing) · x"
    guard stamp.shift != 0 else { return scaled }
    return scaled + (stamp.shift < 0 ? " − " : " + ") + (shortest(abs(stamp.shift)) ?? MarkdownNumber.missing)
  }

  private static func bounds(_ report: AnalysisReport) -> [String] {
    let bounds = report.boundKeys.compactMap { key in boundCatalogue.first { $0.key == key } }
    guard !bounds.isEmpty else { return [] }
    let lines = bounds.map { bound in
      "\(MarkdownText.code(bound.key)): \(MarkdownText.code(bound.formula)). "
        + "Assumes: \(MarkdownText.sentence(bound.assumptions.joined(separator: "; "))) "
        + "Source: \(MarkdownText.sentence(bound.source))"
    }
    return ["Bounds:", lines.map { "- " + $0 }.joined(separator: "\n")]
  }

  private static func measures(_ report: AnalysisReport) -> [String] {
    let measures = report.measureKeys.compactMap { key in measureCatalogue.first { $0.key == key } }
    let lines = measures.map { measure in
      "\(MarkdownText.code(measure.key)): \(MarkdownText.code(measure.formula)); "
        + "\(MarkdownText.sentence(measure.remarks.joined(separator: "; "))) "
        + "Source: \(MarkdownText.sentence(measure.source))"
    }
    return lines.isEmpty
      ? [] : folded("Measures: definitions and sources", [lines.map { "- " + $0 }.joined(separator: "\n")])
  }
}
