import Analysis
import Bounds
import Certification
import MatrixNorms

extension CSVColumn<ReportEntry> {
  /// Which checkpoint, how it was read, and at which radii.
  static var identity: [CSVColumn] {
    [
      CSVColumn("path", text: { $0.analysis.file.path }),
      CSVColumn("label", text: { $0.analysis.file.label }),
      CSVColumn("series", text: { $0.analysis.file.series }),
      CSVColumn("epoch", count: { $0.analysis.file.epoch }),
      CSVColumn("step", count: { $0.analysis.file.step }),
      CSVColumn("duplicate_of", text: { $0.analysis.duplicateOf }),
      CSVColumn("sha256", text: { $0.analysis.sha256 }),
      CSVColumn("radius_index", count: { $0.radiusIndex }),
      CSVColumn("epsilon", text: { $0.analysis.radii.compactMap(shortest).joined(separator: " ") }),
      CSVColumn("margin_scale", number: { $0.analysis.marginScale }),
      CSVColumn("activation", text: { $0.analysis.reading.activation }),
      CSVColumn("biases", text: { $0.analysis.reading.biases }),
      CSVColumn("obstacle", text: { $0.analysis.reading.obstacle }),
    ]
  }

  /// The norms of one layer, counted from 0; empty for a network that is less deep.
  static func layer(_ index: Int) -> [CSVColumn] {
    func column(_ name: String, _ value: @escaping (LayerMeasurement) -> Double?) -> CSVColumn {
      CSVColumn("layers_\(index + 1)_\(name)", number: { measurement($0).flatMap(value) })
    }
    func count(_ name: String, _ value: @escaping (LayerMeasurement) -> Int) -> CSVColumn {
      CSVColumn("layers_\(index + 1)_\(name)", count: { measurement($0).map(value) })
    }
    func measurement(_ entry: ReportEntry) -> LayerMeasurement? {
      entry.analysis.layers.indices.contains(index) ? entry.analysis.layers[index] : nil
    }
    return [
      CSVColumn("layers_\(index + 1)_name", text: { measurement($0)?.name }),
      count("rows") { $0.norms.rows },
      count("columns") { $0.norms.columns },
      column("spectral_norm") { $0.norms.spectralNorm.value },
      column("spectral_norm_upper") { $0.norms.spectralNorm.upperBound.value },
      column("frobenius_norm") { $0.norms.frobeniusNorm.value },
      column("group_norm_21") { $0.norms.groupNorm21OfTranspose.value },
      column("induced_infinity_norm") { $0.norms.inducedInfinityNorm.value },
      column("induced_one_norm") { $0.norms.inducedOneNorm.value },
      column("stable_rank") { $0.norms.stableRank },
      column("output_pair_distance") { $0.outputPairDistance?.value },
    ]
  }

  /// Losses on the samples of one role.
  static func risk(_ role: String, _ risk: @escaping (CheckpointAnalysis) -> RiskMeasurement?) -> [CSVColumn] {
    func column(_ name: String, unit: String? = nil, _ value: @escaping (RiskMeasurement) -> Double?) -> CSVColumn {
      CSVColumn("\(role)_\(name)", unit: unit, number: { risk($0.analysis).flatMap(value) })
    }
    return [
      CSVColumn("\(role)_count", count: { risk($0.analysis)?.count }),
      column("error") { $0.error },
      column("cross_entropy", unit: "nat") { $0.crossEntropy },
      column("ramp_loss") { $0.rampLoss },
      column("robust_ramp_loss") { $0.robustRampLoss },
      column("robust_error") { $0.robustError },
    ]
      + forwardCertificates.map { certificate in
        column("certified_error_\(certificate.key)") { $0.certifiedErrors[certificate.key] }
      } + [
        column("frobenius_norm_x") { $0.frobeniusNormX },
        column("norm_12_x") { $0.norm12X },
      ]
      + RiskMeasurement.percents.map { percent in
        column("margin_percentiles_p\(percent)") { $0.marginPercentiles[percent] }
      }
  }

  /// Test − train.
  static var gap: [CSVColumn] {
    [
      CSVColumn("generalization_gap_error", number: { $0.analysis.gap?.error }),
      CSVColumn("generalization_gap_cross_entropy", unit: "nat", number: { $0.analysis.gap?.crossEntropy }),
      CSVColumn("generalization_gap_ramp_loss", number: { $0.analysis.gap?.rampLoss }),
      CSVColumn("generalization_gap_robust_ramp_loss", number: { $0.analysis.gap?.robustRampLoss }),
      CSVColumn("generalization_gap_robust", number: { $0.analysis.gap?.robust }),
      CSVColumn("gap_source", text: { $0.analysis.gapSource.rawValue }),
    ]
  }

  /// What the run's own logs say.
  static var logged: [CSVColumn] {
    [
      CSVColumn("logged_file", text: { $0.analysis.logged?.file }),
      CSVColumn("logged_epoch", count: { $0.analysis.logged?.epoch }),
      CSVColumn("logged_step", count: { $0.analysis.logged?.step }),
      CSVColumn("logged_train_error", number: { $0.analysis.logged?.trainError }),
      CSVColumn("logged_test_error", number: { $0.analysis.logged?.testError }),
      CSVColumn("logged_train_loss", number: { $0.analysis.logged?.trainLoss }),
      CSVColumn("logged_test_loss", number: { $0.analysis.logged?.testLoss }),
      CSVColumn("logged_columns", text: { $0.analysis.logged?.columns.joined(separator: "; ") }),
    ]
  }

  /// One measure without guarantee.
  static func measure(_ key: String) -> [CSVColumn] {
    [
      CSVColumn("measures_\(key)_value", number: { $0.analysis.measure(key)?.outcome.value }),
      CSVColumn("measures_\(key)_log10_value", number: { $0.analysis.measure(key)?.outcome.log10 }),
      CSVColumn("measures_\(key)_status", text: { $0.analysis.measure(key)?.status }),
      CSVColumn("measures_\(key)_reason", text: { $0.analysis.measure(key)?.outcome.reason }),
    ]
  }

  /// One bound and its terms.
  static func bound(_ key: String, terms: [String]) -> [CSVColumn] {
    func column(_ name: String, _ value: @escaping (BoundEvaluation) -> Double?) -> CSVColumn {
      CSVColumn("bounds_\(key)_\(name)", number: { $0.analysis.bound(key).flatMap(value) })
    }
    func text(_ name: String, _ value: @escaping (BoundEvaluation) -> String?) -> CSVColumn {
      CSVColumn("bounds_\(key)_\(name)", text: { $0.analysis.bound(key).flatMap(value) })
    }
    return [
      text("status") { $0.status },
      text("reason") { $0.reason },
      text("is_verified") { "\($0.isVerified)" },
      column("value") { $0.total?.value },
      column("log10_value") { $0.total?.log10 },
      column("generalization_part") { $0.generalizationPart?.value },
      column("log10_generalization_part") { $0.generalizationPart?.log10 },
      text("is_vacuous") { $0.isVacuous.map { "\($0)" } },
      column("sample_count_needed") { $0.sampleCountNeeded },
      CSVColumn(
        "bounds_\(key)_slack", number: { entry in entry.analysis.bound(key).flatMap { entry.analysis.slack(of: $0) } }),
    ]
      + terms.flatMap { term in
        [
          column("\(term)_value") { $0.terms.first { $0.key == term }?.value.value },
          column("\(term)_log10_value") { $0.terms.first { $0.key == term }?.value.log10 },
        ]
      }
  }
}
