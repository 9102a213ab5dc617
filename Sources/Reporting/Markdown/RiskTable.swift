import Analysis
import Certification

/// Risks of one checkpoint on training and test samples, and their difference.
enum RiskTable {
  static func blocks(_ analysis: CheckpointAnalysis) -> [String] {
    guard analysis.train != nil || analysis.test != nil else { return [] }
    var table = MarkdownTable(words: ["measured"], numbers: ["train", "test", "test − train"])
    for row in rows where row.isMeasured(analysis) { table.add(row.cells(analysis)) }
    return [table.text, percentiles(analysis)]
  }

  private static func percentiles(_ analysis: CheckpointAnalysis) -> String {
    var table = MarkdownTable(words: ["percentile of the margins"], numbers: RiskMeasurement.percents.map { "\($0)" })
    for case (let role, let risk?) in [("train", analysis.train), ("test", analysis.test)] {
      table.add([role] + RiskMeasurement.percents.map { MarkdownNumber.text(risk.marginPercentiles[$0]) })
    }
    return table.text
  }

  /// One quantity and how it is printed.
  private struct Row {
    let name: String
    let value: (RiskMeasurement) -> Double?
    var print: (Double?) -> String = { MarkdownNumber.text($0) }
    /// Nil where a difference says nothing.
    var printDifference: ((Double?) -> String)?

    func isMeasured(_ analysis: CheckpointAnalysis) -> Bool {
      [analysis.train, analysis.test].contains { $0.flatMap(value) != nil }
    }

    func cells(_ analysis: CheckpointAnalysis) -> [String] {
      let (train, test) = (analysis.train.flatMap(value), analysis.test.flatMap(value))
      var difference: Double?
      if let train, let test { difference = test - train }
      return [name, print(train), print(test), printDifference?(difference) ?? ""]
    }
  }

  private static var rows: [Row] {
    [
      Row(name: "samples", value: { Double($0.count) }, print: { $0.map { "\(Int($0))" } ?? MarkdownNumber.missing }),
      rate("error") { $0.error },
      number("cross-entropy [nat]") { $0.crossEntropy },
      number("ramp loss at γ") { $0.rampLoss },
      number("robust ramp loss at γ") { $0.robustRampLoss },
      rate("robust error (Theorems 1–3)") { $0.robustError },
    ]
      + forwardCertificates.map { $0.key }.filter { $0 != TheoremCertificate.key }.map { key in
        rate("robust error (\(key))") { $0.certifiedErrors[key] }
      } + [
        Row(name: "‖X‖_F", value: { $0.frobeniusNormX }),
        Row(name: "‖X‖₁,₂", value: { $0.norm12X }),
      ]
  }

  private static func rate(_ name: String, _ value: @escaping (RiskMeasurement) -> Double?) -> Row {
    Row(name: name, value: value, print: MarkdownNumber.percent, printDifference: MarkdownNumber.points)
  }

  private static func number(_ name: String, _ value: @escaping (RiskMeasurement) -> Double?) -> Row {
    Row(name: name, value: value, printDifference: { MarkdownNumber.text($0) })
  }
}
