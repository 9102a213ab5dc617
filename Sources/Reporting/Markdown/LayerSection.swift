import Analysis
import MatrixNorms

/// The norms of every checkpoint's layers. In a report with risks they are folded.
enum LayerSection {
  static func blocks(_ report: AnalysisReport) -> [String] {
    let analyses = report.entriesByCheckpoint.compactMap(\.first?.analysis).filter { !$0.layers.isEmpty }
    guard !analyses.isEmpty else { return [] }
    return ["## Layers", legend(analyses)]
      + analyses.flatMap { analysis in
        let content = [table(analysis.layers)] + obstacle(analysis, in: report)
        return report.isNormsOnly
          ? ["### \(MarkdownText.escaped(analysis.file.label))"] + content : folded(analysis.file.label, content)
      }
  }

  private static func legend(_ analyses: [CheckpointAnalysis]) -> String {
    let layers = analyses.flatMap(\.layers)
    return "A row is a weight matrix W, outputs × inputs, in order from the input. ‖W‖₂: spectral norm"
      + (layers.contains { $0.norms.spectralNorm.showsUpperBound } ? ", in brackets its certified upper limit" : "")
      + "; ‖W‖_F: Frobenius norm; ‖Wᵀ‖₂,₁: sum of the rows' ℓ2 norms; ∞→∞: largest row ℓ1 norm; 1→1: largest column ℓ1 norm; "
      + "stable rank: (‖W‖_F/‖W‖₂)²"
      + (layers.contains { $0.outputPairDistance != nil }
        ? "; D: largest ℓ1 distance of two rows of the output layer." : ".")
  }

  private static func table(_ layers: [LayerMeasurement]) -> String {
    let hasD = layers.contains { $0.outputPairDistance != nil }
    var table = MarkdownTable(
      words: ["layer"],
      numbers: ["size", "‖W‖₂", "‖W‖_F", "‖Wᵀ‖₂,₁", "∞→∞", "1→1", "stable rank"] + (hasD ? ["D"] : []))
    for layer in layers {
      table.add(cells(layer) + (hasD ? [layer.outputPairDistance.map { MarkdownNumber.text($0.value) } ?? ""] : []))
    }
    return table.text
  }

  private static func cells(_ layer: LayerMeasurement) -> [String] {
    let norms = layer.norms
    let others = [norms.frobeniusNorm, norms.groupNorm21OfTranspose, norms.inducedInfinityNorm, norms.inducedOneNorm]
    return [MarkdownText.escaped(layer.name), "\(norms.rows) × \(norms.columns)", norms.spectralNorm.text]
      + others.map { MarkdownNumber.text($0.value) } + [MarkdownNumber.text(norms.stableRank)]
  }

  private static func obstacle(_ analysis: CheckpointAnalysis, in report: AnalysisReport) -> [String] {
    guard report.isNormsOnly, let obstacle = analysis.reading.obstacle else { return [] }
    return ["Not a network that the theorems are about: \(MarkdownText.escaped(obstacle))."]
  }
}

extension Norm {
  /// The value, and the upper bound where the digits shown differ.
  fileprivate var text: String {
    let best = MarkdownNumber.text(value)
    return showsUpperBound ? "\(best) (≤ \(MarkdownNumber.text(upperBound)))" : best
  }

  fileprivate var showsUpperBound: Bool { MarkdownNumber.text(value) != MarkdownNumber.text(upperBound) }
}
