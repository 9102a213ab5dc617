import Bounds
import Certification
import Checkpoints
import Datasets
import Foundation
import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Analysis

/// The whole way from weights and samples to terms, against two independent implementations.
@Suite struct Theorem4ReferenceTests {
  static let reference = try! Theorem4Case.reference()
  static let extended = try! Theorem4Case.extended()
  /// The issue asks for 1e-9; norms are certified to about 1e-12 and everything else is a few roundings.
  static let tolerance = 1e-11

  @Test(arguments: reference.indices) func referenceCase(_ index: Int) throws { try check(Self.reference[index]) }
  @Test(arguments: extended.indices) func extendedCase(_ index: Int) throws { try check(Self.extended[index]) }

  private func check(_ example: Theorem4Case) throws {
    let (network, samples) = try example.networkAndSamples()
    let workers = WorkerCount(2, cores: 2)
    let measurement = try NetworkMeasurement(
      of: network, reference: .missing(reason: "none"), workers: workers)
    let ball = try PerturbedNetwork(network, radii: example.epsilon)
    let evaluation = try SampleEvaluation(of: network, balls: [ball], on: samples, workers: workers)
    checkNorms(example, measurement, evaluation)

    let evidence = measurement.evidence(
      radii: example.epsilon, train: evaluation, robustMargins: evaluation.robust[0].uniform, marginScale: example.γ,
      failureProbability: example.δ)
    let expected = example.expected
    checkTerms(Theorem4.self, evidence, expected.theorem4, example.name)
    checkTerms(Theorem4Tight.self, evidence, expected.theorem4Tight, example.name)
    let yin = Theorem4YinConstants.terms(evidence)[1].value.value
    #expect(relativeDifference(yin, expected.yin) <= Self.tolerance, "\(example.name): yin")
    checkPostHoc(evidence, expected.posthoc, example.name)
    let risk = RiskMeasurement(evaluation, radiusIndex: 0, marginScale: example.γ)
    #expect(relativeDifference(risk.error, expected.error) <= 1e-15)
  }

  private func checkNorms(_ example: Theorem4Case, _ measurement: NetworkMeasurement, _ evaluation: SampleEvaluation) {
    for (layer, norms) in zip(measurement.layers, example.expected.norms) {
      #expect(relativeDifference(layer.norms.spectralNorm.value, norms.spectral) <= 1e-12)
      #expect(relativeDifference(layer.norms.frobeniusNorm.value, norms.frobenius) <= 1e-12)
      #expect(relativeDifference(layer.norms.groupNorm21OfTranspose.value, norms.rows21) <= 1e-12)
      #expect(relativeDifference(layer.norms.inducedInfinityNorm.value, norms.inf) <= 1e-12)
      #expect(relativeDifference(layer.norms.inducedOneNorm.value, norms.one) <= 1e-12)
      #expect(relativeDifference(layer.norms.stableRank, norms.stable_rank) <= 1e-12)
    }
    #expect(relativeDifference(evaluation.norm12.value, example.expected.classNorms.norm12X) <= 1e-12)
  }

  private func checkTerms(
    _ bound: any GeneralizationBound.Type, _ evidence: Evidence, _ expected: Theorem4Case.Terms, _ name: String
  ) {
    let evaluation = BoundEvaluation(bound, on: evidence)
    let references = [expected.ramp, expected.margin_complexity, expected.perturbation, expected.confidence]
    for (term, reference) in zip(evaluation.terms, references) {
      // The round-off of the forward pass, some 1e-12 of a logit, is added to the ramp loss.
      let tolerance = term.key == Term.empiricalKey ? 1e-9 : Self.tolerance
      #expect(relativeDifference(term.value.value, reference) <= tolerance, "\(name): \(bound.key) \(term.key)")
    }
    #expect(relativeDifference(evaluation.total!.value, expected.total) <= Self.tolerance, "\(name): \(bound.key)")
  }

  /// The union cost from the confidence term: 3 √((ln(2/δ) + cost)/(2n)).
  private func checkPostHoc(_ evidence: Evidence, _ expected: Theorem4Case.PostHoc, _ name: String) {
    let terms = Theorem4PostHoc.terms(evidence)
    let root = terms[3].value.value / 3
    let cost = root * root * 2 * evidence.sampleCount + log(evidence.failureProbability / 2)
    #expect(relativeDifference(cost, expected.log_union_cost) <= Self.tolerance, "\(name): union cost")
    guard let margin = expected.margin_complexity, let perturbation = expected.perturbation else { return }
    #expect(relativeDifference(terms[1].value.value, margin) <= Self.tolerance, "\(name): post hoc margin")
    #expect(relativeDifference(terms[2].value.value, perturbation) <= Self.tolerance, "\(name): post hoc perturbation")
  }
}

extension Theorem4Case {
  /// The case's own network and samples, or those of certify/a_nobias on the training digits.
  func networkAndSamples() throws -> (FeedForwardNetwork, LabelledSamples) {
    guard !weights.isEmpty else { return (try certifyNetwork("a_nobias"), try digits(.train)) }
    let layers = weights.indices.map { k in
      DenseLayer(name: "\(k + 1)", weight: Matrix(weights[k]), bias: biases[k])
    }
    let network = try FeedForwardNetwork(layers: layers, activation: Activation(named: activation)!)
    let folder = try TemporaryFolder()
    let rows = zip(X, y).map { x, label in x.map { "\($0)" }.joined(separator: ",") + ",\(label)" }
    let path = try folder.write(rows.joined(separator: "\n") + "\n", "samples.csv")
    return (network, try Datasets.load(path, role: .train))
  }
}

func certifyNetwork(_ name: String, _ format: String = "safetensors") throws -> FeedForwardNetwork {
  let path = Fixtures.url("certify/\(name).\(format)").path
  return try OpenCheckpoint(CheckpointFile(path: path, label: name, series: name), manifest: .init()).network()
}

func digits(_ role: SampleRole) throws -> LabelledSamples {
  try Datasets.load(Fixtures.url("certify/digits.npz").path, role: role, preprocessing: .init(scale: 0.0625))
}
