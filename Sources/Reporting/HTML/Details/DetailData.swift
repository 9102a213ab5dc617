import Analysis
import Bounds

/// Everything about every checkpoint as compact JSON, from which a script builds the view of the one that is asked for.
///
/// Names stand once, then each checkpoint is an array whose places `DetailCheckpoint` and `HTMLDetailScript` agree on.
struct DetailData {
  /// Keys of the bounds and of their terms, in order.
  let bounds: [(key: String, terms: [String])]
  /// Keys of the measures, in order.
  let measures: [String]
  private(set) var pool = TextPool()
  private(set) var checkpoints: [CompactJSON] = []
  private let radii: [String]

  init(_ report: AnalysisReport) {
    radii = report.parameters.radii.map(\.description)
    bounds = report.boundKeys.map { key in
      (key, report.checkpoints.flatMap { $0.bound(key)?.terms.map(\.key) ?? [] }.unique)
    }
    measures = report.checkpoints.flatMap { $0.measures.map(\.key) }.unique
    let (bounds, measures) = (bounds, measures)
    for entries in report.entriesByCheckpoint {
      var checkpoint = DetailCheckpoint(bounds: bounds, measures: measures, pool: pool)
      checkpoints.append(checkpoint.json(entries.map(\.analysis)))
      pool = checkpoint.pool
    }
  }

  /// The whole document.
  var json: String {
    let boundNames = bounds.map { key, terms -> CompactJSON in
      let bound = boundCatalogue.first { $0.key == key }
      return [
        .string(key), .string(bound?.formula), CompactJSON(bound?.isVerified == true ? 1 : 0),
        .array(terms.map(CompactJSON.string)), CompactJSON(bound?.coversPerturbedWeights == false ? 0 : 1),
      ]
    }
    return CompactJSON.object([
      "radii": .array(radii.map(CompactJSON.string)),
      "bounds": .array(boundNames),
      "measures": .array(measures.map(CompactJSON.string)),
      "risks": .array(RiskTable.rows.map { [.string($0.name), .string($0.unit.rawValue)] }),
      "percents": .array(RiskMeasurement.percents.map { CompactJSON($0) }),
      "texts": .array(pool.texts.map(CompactJSON.string)),
      "checkpoints": .array(checkpoints),
    ]).text
  }
}
