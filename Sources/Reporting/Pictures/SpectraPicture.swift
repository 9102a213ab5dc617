import Analysis
import Charts

/// Singular values of every layer in the last network of each series: how fast they fall.
enum SpectraPicture: AnalysisPicture {
  static let key = "spectra"

  static func figures(_ report: AnalysisReport) -> [Figure] {
    let exhibits = report.exhibits.filter { $0.spectra.contains { $0.values.first ?? 0 > 0 } }
    let shown = Array(exhibits.prefix(PictureText.maximumPanels))
    guard let first = shown.first else { return [] }
    let depth = shown.map(\.spectra.count).max() ?? 0
    let layers = chosen(depth)
    // Where networks name their layers alike, so does the legend.
    let names = first.spectra.map(\.layer)
    let areAlike = shown.allSatisfy { $0.spectra.map(\.layer) == names }
    var zeros = false
    let panels = shown.map { exhibit in
      let lines = layers.map { $0 < exhibit.spectra.count ? points(exhibit, exhibit.spectra[$0], &zeros) : [] }
      return Panel(
        title: shown.count == 1 ? nil : PictureText.name(exhibit.label),
        x: Axis("index of the singular value / number of them", including: [0, 1]), y: Axis("σ", .logarithmic),
        marks: lines.lines())
    }
    return [
      Figure(
        name: key, title: title(report, shown),
        subtitle: PictureText.sentences([
          depth > layers.count
            ? "Of \(depth) layers \(layers.count) are shown, the first and the last among them." : nil,
          PictureText.firstOf(exhibits.count, "networks", shown: shown.count),
          zeros ? "Values that are 0 within round-off are left out." : nil,
        ]),
        series: layers.map { areAlike ? PictureText.line(names[$0]) : "layer \($0 + 1)" }, panels: panels)
    ]
  }

  /// As many layers as there are colours, evenly spread.
  private static func chosen(_ depth: Int) -> [Int] {
    let most = Figure.maximumSeries
    return depth <= most ? Array(0..<depth) : (0..<most).map { $0 * (depth - 1) / (most - 1) }
  }

  private static func points(_ exhibit: CheckpointExhibit, _ spectrum: LayerSpectrum, _ zeros: inout Bool) -> [Point] {
    // What LAPACK returns for an exact zero: σ₁ times the unit round-off and the number of values.
    let least = (spectrum.values.first ?? 0) * Double(spectrum.count) * 0x1p-52
    return zip(spectrum.indices, spectrum.values).compactMap { index, value in
      guard value > least, let y = value.onLogarithmicAxis else {
        zeros = true
        return nil
      }
      let hover =
        "\(PictureText.name(exhibit.label)), \(PictureText.line(spectrum.layer)): σ of \(index)/\(spectrum.count) is "
        + MarkdownNumber.text(value)
      return Point(Double(index) / Double(spectrum.count), y, hover)
    }
  }

  /// The stable ranks (‖W‖_F/‖W‖₂)², which say how many singular values count.
  private static func title(_ report: AnalysisReport, _ shown: [CheckpointExhibit]) -> String {
    let layers = report.eachCheckpoint.filter { analysis in
      shown.contains { $0.label == analysis.file.label && $0.series == analysis.file.series }
    }.flatMap(\.layers)
    let ranks = layers.map(\.norms.stableRank).filter { $0 > 0 }
    guard let least = ranks.min(), let most = ranks.max() else { return "Singular values by layer" }
    return least == most
      ? "Singular values; stable rank \(MarkdownNumber.text(least))"
      : "Singular values; stable ranks of the layers from \(MarkdownNumber.text(least)) to \(MarkdownNumber.text(most))"
  }
}
