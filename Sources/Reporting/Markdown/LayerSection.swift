import Analysis
import MatrixNorms

/// The norms of every checkpoint's layers: a section of its own where nothing else was measured.
enum LayerSection {
  static func blocks(_ report: AnalysisReport) -> [String] {
    let analyses = report.entriesByCheckpoint.compactMap(\.first?.analysis)
    guard !analyses.isEmpty else { return [] }
    return ["## Layers"] + legend(report)
      + analyses.flatMap { ["### \(MarkdownText.escaped($0.file.label))"] + tables($0) + obstacle($0) }
  }

  /// What the columns are.
  static func legend(_ report: AnalysisReport) -> [String] {
    let layers = report.checkpoints.flatMap(\.layers)
    guard !layers.isEmpty else { return [] }
    let text =
      "Layers: a row is a weight matrix W, outputs × inputs, in order from the input. ‖W‖₂: spectral norm"
      + (layers.contains { $0.norms.spectralNorm.showsUpperBound } ? ", in brackets its certified upper limit" : "")
      + "; ‖W‖_F: Frobenius norm; ‖Wᵀ‖₂,₁: sum of the rows' ℓ2 norms; ∞→∞: largest row ℓ1 norm; 1→1: largest column ℓ1 norm; "
      + "stable rank: (‖W‖_F/‖W‖₂)²"
    let distance = layers.contains { $0.outputPairDistance != nil }
    return [text + (distance ? "; D: largest ℓ1 distance of two rows of the output layer." : ".")]
  }

  /// The table of one checkpoint; none where it has no layers.
  static func tables(_ analysis: CheckpointAnalysis) -> [String] {
    analysis.layers.isEmpty ? [] : [table(analysis.layers)]
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

  private static func obstacle(_ analysis: CheckpointAnalysis) -> [String] {
    analysis.reading.obstacle.map { ["Not a network that the theorems are about: \(MarkdownText.sentence($0))"] } ?? []
  }
}

extension Norm {
  /// The value to nearest, and the upper bound where it differs in these digits.
  fileprivate var text: String {
    let best = MarkdownNumber.text(value)
    return showsUpperBound ? "\(best) (≤ \(MarkdownNumber.text(upperBound)))" : best
  }

  fileprivate var showsUpperBound: Bool { MarkdownNumber.text(value) != MarkdownNumber.text(upperBound.value) }
}
