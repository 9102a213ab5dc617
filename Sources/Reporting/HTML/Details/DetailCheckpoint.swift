import Analysis
import Bounds
import Checkpoints

/// One checkpoint as a compact array: identity, layers, then what was measured at each setting of the radii.
struct DetailCheckpoint {
  let bounds: [(key: String, terms: [String])]
  let measures: [String]
  private(set) var pool: TextPool

  /// The checkpoint from its analyses at every setting of the radii. A byte copy has the numbers of its original.
  mutating func json(_ analyses: [CheckpointAnalysis]) -> CompactJSON {
    let analysis = analyses[0]
    let file = analysis.file
    let isCopy = analysis.duplicateOf != nil
    return [
      .string(file.label), .string(file.path), CompactJSON(file.epoch), CompactJSON(file.step),
      .string(analysis.sha256), .string(analysis.duplicateOf), pool.index(analysis.reading.activation),
      pool.index(analysis.reading.biases),
      pool.index(analysis.reading.obstacle), logged(analysis.logged), hyperparameters(analysis.hyperparameters),
      .array(isCopy ? [] : analysis.layers.map { layer($0) }),
      .array(isCopy ? [] : settings(analyses)),
    ]
  }

  private mutating func logged(_ metrics: LoggedMetrics?) -> CompactJSON {
    guard let metrics else { return nil }
    return [
      pool.index(metrics.file), CompactJSON(metrics.epoch), CompactJSON(metrics.step), CompactJSON(metrics.trainError),
      CompactJSON(metrics.testError), CompactJSON(metrics.trainLoss), CompactJSON(metrics.testLoss),
      pool.index(metrics.columns.joined(separator: "; ")),
    ]
  }

  private mutating func hyperparameters(_ values: [String: String]) -> CompactJSON {
    .array(values.sorted { $0.key < $1.key }.map { [pool.index($0.key), pool.index($0.value)] })
  }

  private mutating func layer(_ layer: LayerMeasurement) -> CompactJSON {
    let norms = layer.norms
    return [
      pool.index(layer.name), CompactJSON(norms.rows), CompactJSON(norms.columns),
      CompactJSON(norms.spectralNorm.value), CompactJSON(norms.spectralNorm.upperBound),
      CompactJSON(norms.frobeniusNorm.value), CompactJSON(norms.groupNorm21OfTranspose.value),
      CompactJSON(norms.inducedInfinityNorm.value), CompactJSON(norms.inducedOneNorm.value),
      CompactJSON(norms.stableRank), CompactJSON(layer.outputPairDistance?.value),
    ]
  }

  /// What does not depend on the radii is 0 after the first setting.
  private mutating func settings(_ analyses: [CheckpointAnalysis]) -> [CompactJSON] {
    var first: (percentiles: String, measures: String)?
    var settings: [CompactJSON] = []
    for analysis in analyses {
      let percentiles: CompactJSON = [margins(analysis.train), margins(analysis.test)]
      let measures = CompactJSON.array(measures.map { measure($0, of: analysis) })
      settings.append([
        CompactJSON(analysis.marginScale), risks(analysis.train), risks(analysis.test),
        percentiles.text == first?.percentiles ? CompactJSON(0) : percentiles,
        .array(bounds.map { bound($0.key, $0.terms, of: analysis) }),
        measures.text == first?.measures ? CompactJSON(0) : measures,
      ])
      if first == nil { first = (percentiles.text, measures.text) }
    }
    return settings
  }

  private func risks(_ risk: RiskMeasurement?) -> CompactJSON {
    guard let risk else { return nil }
    return .array(
      RiskTable.rows.map { row in
        // Six digits would not do for a count.
        row.unit == .samples ? CompactJSON(risk.count) : CompactJSON(row.value(risk))
      })
  }

  private func margins(_ risk: RiskMeasurement?) -> CompactJSON {
    guard let risk else { return nil }
    return .array(RiskMeasurement.percents.map { CompactJSON(risk.marginPercentiles[$0]) })
  }

  /// [total, n*, values of the terms, notes by the term's index], or the index of the reason why it does not apply.
  private mutating func bound(_ key: String, _ terms: [String], of analysis: CheckpointAnalysis) -> CompactJSON {
    guard let bound = analysis.bound(key) else { return nil }
    guard let total = bound.total else { return pool.index(bound.reason) }
    let values = terms.map { name in bound.terms.first { $0.key == name }.map { CompactJSON($0.value) } ?? nil }
    var notes: [CompactJSON] = []
    for term in bound.terms {
      guard let note = term.note, let index = terms.firstIndex(of: term.key) else { continue }
      notes.append([CompactJSON(index), pool.index(note)])
    }
    let head = [CompactJSON(total), CompactJSON(bound.sampleCountNeeded), .array(values)]
    return .array(notes.isEmpty ? head : head + [.array(notes)])
  }

  /// A number, or in an array the index of the reason why there is none.
  private mutating func measure(_ key: String, of analysis: CheckpointAnalysis) -> CompactJSON {
    switch analysis.measures.first(where: { $0.key == key })?.outcome {
    case .value(let x): CompactJSON(x)
    case .log10(let logarithm): CompactJSON(SixDigits(log10: logarithm))
    case .notAvailable(let reason): [pool.index(reason)]
    case nil: nil
    }
  }
}
