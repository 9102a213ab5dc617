import Analysis
import Bounds
import Charts
import MatrixNorms

extension Sample {
  /// Series of checkpoints "a/epoch-1.pt" …: s₁ = 4, 5, …, train error 10 %, and the gaps as given.
  ///
  /// The part of theorem4-tight without its empirical term is (100 s₁ + 10 ε + 3)/√1000.
  static func runs(
    _ gaps: KeyValuePairs<String, [Double]>, radii: [RadiusSetting] = [.uniform(0, layers: nil)],
    hyperparameters: [String: [String: String]] = [:]
  ) throws -> AnalysisReport {
    var report = report(
      try radii.flatMap { setting in
        try gaps.flatMap { series, gaps in
          try gaps.enumerated().map { index, gap in
            let ε = try setting.radii(depth: 2)[0]
            let evidence = evidence(spectralNorm: UpperBound(4 + Double(index)), radius: ε)
            var analysis = try checkpoint(
              "\(series)/epoch-\(index + 1).pt", epoch: index + 1, series: series, radius: ε, train: risk(error: 0.1),
              test: risk(error: 0.1 + gap, robustError: 0.1 + gap + 10 * ε),
              bounds: sampleBounds.map { BoundEvaluation($0, on: evidence) })
            analysis.hyperparameters = hyperparameters[series] ?? [:]
            return analysis
          }
        }
      }, radii: radii)
    report.exhibits = gaps.map { series, gaps in
      CheckpointExhibit(
        label: "\(series)/epoch-\(gaps.count).pt", series: series,
        spectra: [
          LayerSpectrum(layer: "fc1.weight", count: 2, indices: [1, 2], values: [4.1, 3]),
          LayerSpectrum(layer: "fc2.weight", count: 2, indices: [1, 2], values: [2.2, 0]),
        ],
        curves: radii.indices.flatMap { setting in
          sampleBounds.map { bound in
            SampleCurve(
              radiusIndex: setting, bound: bound.key, sampleCounts: [10, 1e4, 1e7], log10Totals: [400, 1, -0.5])
          }
        })
    }
    return report
  }
}

extension Mark {
  /// Points of dots and lines.
  var points: [Point] {
    switch self {
    case .points(let points, _), .line(let points, _): points
    default: []
    }
  }

  /// Bars of both kinds.
  var bars: [Bar] {
    switch self {
    case .bars(let bars), .stack(let bars): bars
    default: []
    }
  }

  /// The index of the series; nil for marks of several.
  var series: Int? {
    switch self {
    case .points(_, let series), .line(_, let series): series
    default: nil
    }
  }
}
