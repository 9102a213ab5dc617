import Analysis
import Charts
import MatrixNorms

/// Which layer makes the bound large: the factors of every layer in the last network of each series.
///
/// Bars begin at 1: Π‖W‖₂ is a product, and a factor above 1 makes it larger, one below 1 smaller.
enum FactorsPicture: AnalysisPicture {
  static let key = "factors"

  static func figures(_ report: AnalysisReport) -> [Figure] {
    let networks = report.eachCheckpoint.lastOfSeries.filter { $0.reading.obstacle == nil && $0.layers.count > 1 }
    let shown = Array(networks.prefix(PictureText.maximumPanels))
    guard !shown.isEmpty else { return [] }
    let factors = LayerFactor.all(isPerturbed: report.isPerturbed)
    var omissions = Omissions("factor")
    let panels = shown.map { panel($0, factors, isSingle: shown.count == 1, &omissions) }
    return [
      Figure(
        name: key, title: title(shown),
        subtitle: PictureText.sentences([
          "theorem4 grows with Π‖W‖₂ · (Σ (‖Wᵀ‖₂,₁ / ‖W‖₂)^⅔)^1.5.", augmentation(shown),
          PictureText.firstOf(networks.count, "networks", shown: shown.count), omissions.sentence,
        ]),
        series: factors.map(\.name), panels: panels)
    ]
  }

  private static func panel(
    _ network: CheckpointAnalysis, _ factors: [LayerFactor], isSingle: Bool, _ omissions: inout Omissions
  ) -> Panel {
    let names = BandNames(network.layers.map(\.name))
    var bars: [Bar] = []
    for (band, layer) in network.layers.enumerated() {
      for (series, factor) in factors.enumerated() {
        guard let value = factor.value(layer.norms).onLogarithmicAxis else {
          omissions.add("of 0 or beyond the doubles")
          continue
        }
        let hover =
          "\(network.file.pictureName), \(PictureText.line(layer.name)): \(factor.name) \(MarkdownNumber.text(value))"
        bars.append(Bar(band: band, series: series, low: min(1, value), high: max(1, value), hover: hover))
      }
    }
    return Panel(
      title: isSingle ? nil : "\(network.file.pictureName): \(product(network))",
      x: Axis(names.label("layer, from the input"), .bands(names.bands)),
      y: Axis("factor", .logarithmic, including: [1]), marks: [.bars(bars)])
  }

  /// "Π‖W‖₂ = 9.15, largest in fc1".
  private static func product(_ network: CheckpointAnalysis) -> String {
    let product = network.layers.map(\.norms.spectralNorm.upperBound).product
    return "Π‖W‖₂ = \(MarkdownNumber.text(product)), largest in \(largest(network))"
  }

  /// The layer with the largest spectral norm.
  private static func largest(_ network: CheckpointAnalysis) -> String {
    let layer = network.layers.max { $0.norms.spectralNorm.value < $1.norms.spectralNorm.value }
    return layer.map { PictureText.line($0.name) } ?? ""
  }

  private static func title(_ networks: [CheckpointAnalysis]) -> String {
    if networks.count == 1 { return "\(networks[0].file.pictureName): \(product(networks[0]))" }
    let names = networks.map(largest)
    let counts = names.unique.map { name in (name: name, count: names.count { $0 == name }) }
    // The first of several that are largest equally often.
    guard let most = counts.map(\.count).max(), let first = counts.first(where: { $0.count == most }) else { return "" }
    return most == 1
      ? "Another layer has the largest ‖W‖₂ in each network"
      : "\(first.name) has the largest ‖W‖₂ in \(most) of \(networks.count) networks"
  }

  private static func augmentation(_ networks: [CheckpointAnalysis]) -> String? {
    networks.contains { $0.reading.biases == "by augmentation" }
      ? "Biases, which the bound counts as a further column, are not in these norms." : nil
  }
}

/// A number of a layer that a bound grows with.
private struct LayerFactor {
  let name: String
  let value: (LayerNorms) -> Double

  /// The induced norm matters only where weights may move.
  static func all(isPerturbed: Bool) -> [LayerFactor] {
    let spectral = LayerFactor(name: "‖W‖₂") { $0.spectralNorm.value }
    let ratio = LayerFactor(name: "‖Wᵀ‖₂,₁ / ‖W‖₂") { norms in
      norms.spectralNorm.value > 0 ? norms.groupNorm21OfTranspose.value / norms.spectralNorm.value : 0
    }
    let induced = LayerFactor(name: "‖W‖ ∞→∞ (growth of a perturbation)") { $0.inducedInfinityNorm.value }
    return isPerturbed ? [spectral, ratio, induced] : [spectral, ratio]
  }
}
