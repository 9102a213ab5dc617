import TestSupport
import Testing

@testable import Statistics

/// Granulated Kendall coefficients, conditional mutual information and sign errors against mbe-eval
/// (Scripts/make_statistics_cases.py).
@Suite struct ConfigurationReferenceTests {
  struct Values: Decodable {
    let psi: [Double?]
    let mean_psi: Double?
    let eligible_cells: [Int]
    let finite_cells: [Int]
    let normalized_cmi: [Double?]
    let least_cmi: Double?
  }
  struct SignErrors: Decodable {
    let test_samples: Int
    let minimum_effective_sample_size: Double
    let summaries: [Summary]
  }
  struct Summary: Decodable {
    let hyperparameter: Int?
    let environments: Int
    let mean: Double
    let p90: Double
    let max: Double
  }
  struct Case: Decodable, CustomTestStringConvertible {
    let name: String
    let levels: [[Int]]
    let predictor: [Double?]
    let gap: [Double?]
    let runs: Values
    let averaged: Values
    let sign_errors: [SignErrors]
    var testDescription: String { name }
    var configured: ConfiguredRuns {
      ConfiguredRuns(levels: levels, predictor: predictor.map { $0 ?? .nan }, gap: gap.map { $0 ?? .nan })
    }
  }
  struct File: Decodable { let cases: [Case] }
  static let cases = try! Fixtures.decode(File.self, from: "statistics/configurations.json").cases

  @Test(arguments: cases) func correlations(_ example: Case) {
    expect(example.configured, example.runs)
    expect(example.configured.averaged, example.averaged)
    let missing = example.levels.indices.count { example.predictor[$0] == nil || example.gap[$0] == nil }
    #expect(example.configured.leftOut == missing)
  }

  private func expect(_ runs: ConfiguredRuns, _ values: Values) {
    let ψ = GranulatedKendall(runs)
    expect(ψ.coefficients.map(\.value) + [ψ.mean], values.psi + [values.mean_psi])
    #expect(ψ.coefficients.map(\.eligibleCells) == values.eligible_cells)
    #expect(ψ.coefficients.map(\.finiteCells) == values.finite_cells)
    let information = ConditionalMutualInformation(runs)
    expect(information?.conditions.map(\.normalized) ?? [], values.normalized_cmi)
    expect([information?.minimum?.normalized], [values.least_cmi])
  }

  @Test(arguments: cases) func signErrors(_ example: Case) {
    for reference in example.sign_errors {
      let error = SignError(example.configured, testSampleCount: reference.test_samples)
      func summary(of hyperparameter: Int?) -> SignError.Summary {
        error.summary(of: hyperparameter, minimumEffectiveSampleSize: reference.minimum_effective_sample_size)
      }
      for expected in reference.summaries {
        let summary = summary(of: expected.hyperparameter)
        #expect(summary.environmentCount == expected.environments)
        expect([summary.mean, summary.percentile90, summary.maximum], [expected.mean, expected.p90, expected.max])
      }
      // mbe-eval has no line for a hyper-parameter without environments.
      let counted = reference.summaries.compactMap(\.hyperparameter)
      for axis in 0..<example.configured.hyperparameterCount where !counted.contains(axis) {
        #expect(summary(of: axis) == SignError.Summary(environmentCount: 0))
      }
    }
  }

  /// The tolerance; both sides are sums of at most some hundred terms, good to 10⁻¹³.
  private func expect(_ computed: [Double?], _ reference: [Double?], sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(computed.count == reference.count, sourceLocation: sourceLocation)
    for (a, b) in zip(computed, reference) {
      #expect((a == nil) == (b == nil) && abs((a ?? 0) - (b ?? 0)) <= 1e-12, sourceLocation: sourceLocation)
    }
  }
}
