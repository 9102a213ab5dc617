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

  /// One quantity and its unit.
  struct Row: Sendable {
    let name: String
    let unit: Unit
    let value: @Sendable (RiskMeasurement) -> Double?

    func isMeasured(_ analysis: CheckpointAnalysis) -> Bool {
      [analysis.train, analysis.test].contains { $0.flatMap(value) != nil }
    }

    func cells(_ analysis: CheckpointAnalysis) -> [String] {
      let (train, test) = (analysis.train.flatMap(value), analysis.test.flatMap(value))
      var difference: Double?
      if let train, let test { difference = test - train }
      return [name, unit.text(train), unit.text(test), unit.difference(difference)]
    }
  }

  /// How a quantity is printed.
  enum Unit: String, Sendable {
    case samples
    case rate
    case loss
    /// Sizes of the inputs: their difference says nothing.
    case size

    func text(_ x: Double?) -> String {
      switch self {
      case .samples: x.map { abs($0) < 0x1p53 ? "\(Int($0))" : MarkdownNumber.text($0) } ?? MarkdownNumber.missing
      case .rate: MarkdownNumber.percent(x)
      case .loss, .size: MarkdownNumber.text(x)
      }
    }

    func difference(_ x: Double?) -> String {
      switch self {
      case .samples, .size: ""
      case .rate: MarkdownNumber.points(x)
      case .loss: MarkdownNumber.text(x)
      }
    }
  }

  /// Every quantity, in order.
  static let rows: [Row] =
    [
      Row(name: "samples", unit: .samples) { Double($0.count) },
      Row(name: "error", unit: .rate) { $0.error },
      Row(name: "cross-entropy [nat]", unit: .loss) { $0.crossEntropy },
      Row(name: "ramp loss at γ", unit: .loss) { $0.rampLoss },
      Row(name: "robust ramp loss at γ", unit: .loss) { $0.robustRampLoss },
      Row(name: "robust error (Theorems 1–3)", unit: .rate) { $0.robustError },
    ]
    + forwardCertificates.map { $0.key }.filter { $0 != TheoremCertificate.key }.map { key in
      Row(name: "robust error (\(key))", unit: .rate) { $0.certifiedErrors[key] }
    } + [
      Row(name: "‖X‖_F", unit: .size) { $0.frobeniusNormX },
      Row(name: "‖X‖₁,₂", unit: .size) { $0.norm12X },
    ]
}
