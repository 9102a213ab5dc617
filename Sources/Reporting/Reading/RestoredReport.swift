import Analysis
import Certification
import Checkpoints
import MatrixNorms

/// The parts of a report as they stand in JSON or JSON Lines. Statistics are left out: they are computed again.
struct ReportParts {
  var header: JSONHeader
  var checkpoints: [JSONCheckpoint] = []
  var exhibits: [JSONExhibit] = []
  var coverage: [JSONCoverage] = []

  /// The report; nil where the parameters make no sense.
  var report: AnalysisReport? {
    guard let parameters = ReportParameters(header.parameters), let coverage = restoredCoverage else { return nil }
    var report = AnalysisReport(
      command: header.command, readings: header.readings, parameters: parameters, coverage: coverage,
      checkpoints: checkpoints.map(CheckpointAnalysis.init), statistics: [])
    report.warnings = header.warnings
    report.exhibits = exhibits.map(CheckpointExhibit.init)
    // Every setting of the radii has the same checkpoints.
    guard report.checkpoints.count % max(1, parameters.radii.count) == 0 else { return nil }
    report.computeStatistics()
    return report
  }

  private var restoredCoverage: [Coverage]? {
    let lines = coverage.map { line in
      Coverage.Status(rawValue: line.status).map {
        Coverage(path: line.path, tensor: line.tensor.value, status: $0, reason: line.reason)
      }
    }
    return lines.contains { $0 == nil } ? nil : lines.compactMap(\.self)
  }
}

extension ReportParameters {
  /// Nil where γ or δ is no such number.
  init?(_ json: JSONParameters) {
    guard let scale = MarginScale(json.marginScale), let δ = json.failureProbability.value, δ > 0, δ < 1 else {
      return nil
    }
    let radii = json.radii.compactMap(RadiusSetting.init)
    guard radii.count == json.radii.count else { return nil }
    self.init(
      radii: radii, marginScale: scale, failureProbability: δ, activation: json.activation.value,
      biases: json.biases.value, train: json.train.value.map(DataStamp.init),
      trainSampleLimit: json.trainSamples.value, test: json.test.value.map(DataStamp.init),
      reference: json.reference.value, sharpness: json.sharpness.value.map(AttackSettings.init))
  }
}

extension RadiusSetting {
  /// Nil where neither one radius nor one for each layer is given.
  init?(_ json: JSONRadii) {
    if let radius = json.epsilon.value {
      self = .uniform(radius, layers: json.layers.value)
    } else if let radii = json.perLayer.value {
      self = .perLayer(radii)
    } else {
      return nil
    }
  }
}

extension ReportParameters.DataStamp {
  init(_ json: JSONDataStamp) {
    self.init(
      path: json.path, count: json.count, features: json.features, sha256: json.sha256, scale: json.scale.value ?? 1,
      shift: json.shift.value ?? 0)
  }
}

extension AttackSettings {
  init(_ json: JSONSharpness) {
    self.init()
    (restarts, steps, seed) = (json.restarts, json.steps, json.seed)
  }
}

extension CheckpointExhibit {
  init(_ json: JSONExhibit) {
    self.init(
      label: json.label, series: json.series,
      spectra: json.spectra.map { spectrum in
        LayerSpectrum(
          layer: spectrum.layer, count: spectrum.count, indices: spectrum.indices,
          values: spectrum.singularValues.map { $0.value ?? .infinity })
      },
      curves: json.curves.map { curve in
        SampleCurve(
          radiusIndex: curve.radiusIndex, bound: curve.bound,
          sampleCounts: curve.sampleCounts.map { $0.value ?? .infinity },
          log10Totals: curve.log10Values.map { $0.logarithm ?? -.infinity })
      })
  }
}
