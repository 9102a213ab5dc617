import Analysis
import MatrixNorms

/// What was certified, in a few sentences.
enum CertificationSummary {
  static func blocks(_ report: CertificationReport) -> [String] {
    guard !report.models.isEmpty else {
      return ["Nothing was certified; the coverage table says why."] + bullets(readings(report))
    }
    return [sentence(report)] + question(report)
      + bullets(readings(report) + report.models.flatMap { [model($0)] + $0.remarks.map(MarkdownText.escaped) })
  }

  private static func readings(_ report: CertificationReport) -> [String] { report.readings.map(MarkdownText.escaped) }

  private static func sentence(_ report: CertificationReport) -> String {
    "**\(MarkdownText.counted(report.models.count, "model"))** on \(samples(report.parameters)) of "
      + "\(MarkdownText.code(report.parameters.data.path)) (\(MarkdownText.counted(report.parameters.data.features, "feature")))."
  }

  /// "360 samples", "the first 100 of 360 samples".
  static func samples(_ parameters: CertificationParameters) -> String {
    parameters.data.samples(parameters.sampleLimit)
  }

  /// What the tables answer; nothing where no ball was examined.
  private static func question(_ report: CertificationReport) -> [String] {
    guard report.hasBalls else { return [] }
    let biases = report.movesBiases ? "Biases move too." : "Biases stay as they are."
    return [
      "The question: which samples keep their right class whatever the weights do, as long as no weight moves further than "
        + "its radius? All weights that are allowed together are a **ball** of weights. \(biases)"
    ]
  }

  private static func model(_ model: ModelCertification) -> String {
    let correct = model.margins.count { $0 > 0 }
    return
      "\(MarkdownText.code(model.file.path)): \(layers(model)); clean accuracy \(MarkdownNumber.percent(model.cleanAccuracy)) "
      + "(\(correct) of \(model.margins.count) samples with the weights as they are)"
  }

  /// "3 layers 64 → 64 → 32 → 10, activation relu (assumed)".
  private static func layers(_ model: ModelCertification) -> String {
    let widths = (model.layers.first.map { [$0.columns] } ?? []) + model.layers.map(\.rows)
    return "\(MarkdownText.counted(model.layers.count, "layer")) \(widths.map(String.init).joined(separator: " → "))"
      + (model.reading.activation.map { ", activation \(MarkdownText.escaped($0))" } ?? "")
      + (model.reading.biases.map { ", biases \(MarkdownText.escaped($0))" } ?? "")
  }
}
