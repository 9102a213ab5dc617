import Analysis

/// Where the numbers come from, as comments at the head of the file.
enum LaTeXHeader {
  static func text(_ report: AnalysisReport) -> String {
    let asked = report.parameters
    return comments(
      ["gapbound \(gapboundVersion), command \(report.command). Needs \\usepackage{booktabs}."]
        + (asked.radii.isEmpty ? [] : ["radii: " + asked.radii.map(\.description).joined(separator: "; ")])
        + (report.isNormsOnly
          ? [] : ["margin scale: \(asked.marginScale); failure probability: \(asked.failureProbability)"])
        + stamps([("training data", asked.train), ("test data", asked.test)])
        + [asked.trainSampleLimit.map { "training samples used: the first \($0)" }].compactMap(\.self)
        + report.entriesByCheckpoint.compactMap(\.first?.analysis).map { digest($0.file.path, $0.sha256) })
  }

  static func text(_ report: CertificationReport) -> String {
    let asked = report.parameters
    return comments(
      [
        "gapbound \(gapboundVersion), command certify. Needs \\usepackage{booktabs}.",
        "methods: \(asked.methods.joined(separator: ", ")); seed of the attacks: \(asked.attackSettings.seed)",
        "samples used: \(CertificationSummary.samples(asked))",
      ] + stamps([("data", asked.data)]) + report.models.map { digest($0.file.path, $0.sha256) })
  }

  private static func stamps(_ stamps: [(role: String, stamp: ReportParameters.DataStamp?)]) -> [String] {
    stamps.compactMap { role, stamp in stamp.map { "\(role): " + digest($0.path, $0.sha256) } }
  }

  private static func digest(_ path: String, _ sha256: String) -> String { "\(path), SHA-256 \(sha256)" }

  private static func comments(_ lines: [String]) -> String {
    lines.map { "% " + LaTeXText.comment($0) }.joined(separator: "\n")
  }
}
