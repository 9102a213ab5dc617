import Bounds
import Checkpoints
import Foundation

/// Keeps the last checkpoint of each of the first series while files go by, and makes the exhibits at the end.
struct ExhibitCollection {
  /// Pictures show a few series; the evidence of more would only fill memory.
  static let maximumSeries = 12
  private var kept: [NetworkAnalysis] = []

  /// Keeps a checkpoint that is no copy, unless a later one of its series is kept.
  mutating func add(_ measured: NetworkAnalysis) {
    guard let file = measured.analyses.first?.file else { return }
    if let place = kept.firstIndex(where: { $0.analyses.first?.file.series == file.series }) {
      if let last = kept[place].analyses.first?.file, !file.precedes(last) { kept[place] = measured }
    } else if kept.count < Self.maximumSeries {
      kept.append(measured)
    }
  }

  /// One for each series.
  var exhibits: [CheckpointExhibit] {
    kept.compactMap { measured in
      guard let analysis = measured.analyses.first else { return nil }
      return CheckpointExhibit(
        label: analysis.file.label, series: analysis.file.series, spectra: analysis.layers.map(LayerSpectrum.init),
        curves: measured.evidence.indices.flatMap { setting in
          SampleCurve.all(of: measured.analyses[setting].bounds, measured.evidence[setting], radiusIndex: setting)
        })
    }
  }
}

extension LayerSpectrum {
  /// Indices of a thinned spectrum at most.
  static let maximumCount = 65

  /// All singular values of a layer, or so many of them at logarithmic steps, the first and the last among them.
  init(_ layer: LayerMeasurement) {
    let values = layer.norms.singularValues
    let steps = [Double].logSpaced(from: 1, through: Double(max(1, values.count)), count: Self.maximumCount)
    let indices = values.count <= Self.maximumCount ? Array(1..<(values.count + 1)) : steps.wholeNumbers.map { Int($0) }
    self.init(layer: layer.name, count: values.count, indices: indices, values: indices.map { values[$0 - 1] })
  }
}

extension SampleCurve {
  /// From ten samples to a decade beyond the largest n\* and the n at hand, so that every crossing with 1 is inside.
  private static let fewest = 10.0
  /// No curve goes further; without n\* it goes there.
  private static let most = 1e30
  private static let count = 25

  /// Every bound that applies.
  static func all(of bounds: [BoundEvaluation], _ evidence: Evidence, radiusIndex: Int) -> [SampleCurve] {
    let applicable = bounds.filter { !$0.terms.isEmpty }
    let needed = applicable.map { $0.sampleCountNeeded ?? most }
    let last = min(most, 10 * max(fewest, evidence.sampleCount, needed.max() ?? 0))
    let counts = [Double].logSpaced(from: fewest, through: last, count: count).wholeNumbers
    return applicable.compactMap { evaluation in
      guard let bound = boundCatalogue.first(where: { $0.key == evaluation.key }) else { return nil }
      let resized = ResizedBound(bound, of: evidence)
      return SampleCurve(
        radiusIndex: radiusIndex, bound: evaluation.key, sampleCounts: counts,
        log10Totals: counts.map { resized.total(atSampleCount: $0).log10 })
    }
  }
}

extension [Double] {
  /// Numbers at equal ratios, both ends exact.
  ///
  /// - Precondition: 0 < first ≤ last, count ≥ 2.
  static func logSpaced(from first: Double, through last: Double, count: Int) -> [Double] {
    let ratio = last / first
    return (0..<count).map { $0 == count - 1 ? last : first * pow(ratio, Double($0) / Double(count - 1)) }
  }

  /// Rounded, each whole number once, ascending.
  var wholeNumbers: [Double] { Set(map { $0.rounded() }).sorted() }
}
