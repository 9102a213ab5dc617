import Analysis

extension MarkdownReport {
  /// What a quantization did, layer by layer, and to which file. Numbers have four significant digits.
  public static func render(_ model: ModelQuantization, writtenTo output: String) -> String {
    text(
      ["# gapbound quantization: \(model.quantization)", QuantizationTable.text(model), QuantizationTable.explanation]
        + bullets(provenance(model, output)) + CoverageSection.blocks(model.checkpoint.plan.coverage))
  }

  private static func provenance(_ model: ModelQuantization, _ output: String) -> [String] {
    [
      "gapbound \(gapboundVersion), command `quantize`",
      "model: \(MarkdownText.escaped(model.checkpoint.file.path)), SHA-256 \(model.sha256)",
      "activation: \(MarkdownText.escaped(model.activation ?? "none (single layer)"))",
      "biases: \(model.network.hasBiases ? "stay as they are" : "none")",
      "written: \(MarkdownText.escaped(output))",
    ]
  }
}

/// What became of each layer.
enum QuantizationTable {
  static let explanation =
    "A weight w is stored as s·q with a whole code q; a layer's weights share so many scales s. The error is |w − s·q|; the radius "
    + "is half a step s/2, which no error exceeds. Zero codes are weights that are lost."

  static func text(_ model: ModelQuantization) -> String {
    var table = MarkdownTable(
      words: ["layer"], numbers: ["weights", "scales", "largest error", "largest radius", "zero codes"])
    for loss in model.losses {
      table.add([
        MarkdownText.escaped(loss.layer), "\(loss.rows) × \(loss.columns)", "\(loss.scaleCount)",
        MarkdownNumber.radius(loss.largestError), MarkdownNumber.radius(loss.largestRadius),
        MarkdownNumber.percent(loss.zeroShare),
      ])
    }
    return table.text
  }
}
