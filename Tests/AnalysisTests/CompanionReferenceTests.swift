import Bounds
import Certification
import Datasets
import MatrixNorms
import Networks
import TestSupport
import Testing

@testable import Analysis

/// The companion bounds from weights and samples to terms, against an independent implementation.
@Suite struct CompanionReferenceTests {
  static let cases = try! CompanionCase.all()
  static let companions = boundCatalogue.filter { !$0.coversPerturbedWeights }
  /// Norms are certified to about 1e-12 and everything else is a few roundings; the issue asks for 1e-9.
  static let tolerance = 1e-11

  @Test(arguments: cases.indices, [0, 0.01]) func terms(_ index: Int, ε: Double) throws {
    let example = Self.cases[index]
    let evidence = try example.evidence(ε: ε)
    for bound in Self.companions {
      let name = "\(example.name): \(bound.key)"
      let expected = try #require(example.expected[bound.key])
      switch (BoundEvaluation(bound, on: evidence).outcome, expected) {
      case (.notApplicable, nil): break
      case (.terms(let terms), let expected?): try check(terms, expected, name)
      case (let outcome, let expected): Issue.record("\(name): \(outcome) for \(String(describing: expected))")
      }
    }
  }

  private func check(_ terms: [Term], _ expected: [String: Double], _ name: String) throws {
    #expect(Set(terms.map(\.key)) == Set(expected.keys))
    for term in terms {
      let reference = try #require(expected[term.key])
      // The round-off of the forward pass, some 1e-14 of a logit, is taken off a margin of 1e-4 at least.
      let tolerance = term.key == Term.empiricalKey ? 1e-9 : Self.tolerance
      #expect(relativeDifference(term.value.value, reference) <= tolerance, "\(name) \(term.key)")
      // Rounded up: never below the nearest double of the 50-digit value, but for its own last bit.
      #expect(term.value.value >= reference * (1 - 0x1p-52), "\(name) \(term.key) is below the exact value")
    }
  }

  @Test("every companion is in the fixture, applies somewhere, and all but Bartlett's do not somewhere")
  func coverage() {
    for bound in Self.companions {
      let outcomes = Self.cases.compactMap { $0.expected[bound.key] }
      #expect(outcomes.count == Self.cases.count)
      #expect(outcomes.contains { $0 != nil })
      #expect(outcomes.contains { $0 == nil } == (bound.key != Bartlett2017.key))
    }
  }

  @Test("natural margins do not depend on the radii, and lie below the computed ones by the round-off alone")
  func naturalMargins() throws {
    for example in Self.cases {
      let (still, moved) = (try example.evidence(ε: 0), try example.evidence(ε: 0.1))
      #expect(still.naturalMargins == moved.naturalMargins && still.naturalMargins == still.robustMargins)
      #expect(zip(moved.robustMargins, moved.naturalMargins).allSatisfy { $0 < $1 })
    }
  }

  @Test("samples of several batches: column norms add up, largest norms are the largest of any")
  func batches() throws {
    let samples = try digits(.train)
    let network = try certifyNetwork("a_nobias")
    let evaluation = try SampleEvaluation(of: network, balls: [], on: samples, workers: WorkerCount(2, cores: 2))
    let all = try samples.features(0..<samples.count)
    #expect(samples.count > 2 * SampleEvaluation.batchSize)
    for (parts, whole) in zip(evaluation.columnNorms, all.columnNorms2) {
      // A feature that is zero everywhere is left with its loss of squares.
      #expect(whole.value < 1e-100 || relativeDifference(parts.value, whole.value) < 1e-12)
    }
    #expect(evaluation.largestEuclideanNorm == all.largestRowNorm2.upperBound)
    #expect(evaluation.largestMagnitude == all.largestMagnitude)
  }
}

extension CompanionCase {
  func evidence(ε: Double) throws -> Evidence {
    let workers = WorkerCount(1, cores: 1)
    let network = try Self.network(weights, biases, activation)
    let reference = try reference.map { Observed.value(try Self.network($0.weights, $0.biases, activation)) }
    let radii = Array(repeating: ε, count: weights.count)
    let ball = try PerturbedNetwork(network, radii: radii)
    let evaluation = try SampleEvaluation(of: network, balls: [ball], on: samples(), workers: workers)
    return try NetworkMeasurement(of: network, reference: reference ?? .missing(reason: "none"), workers: workers)
      .evidence(
        radii: radii, train: evaluation, robustMargins: evaluation.robust[0].uniform, marginScale: gamma,
        failureProbability: delta)
  }

  private static func network(
    _ weights: [[[Double]]], _ biases: [[Double]?], _ activation: String
  ) throws -> FeedForwardNetwork {
    let layers = weights.indices.map { k in
      DenseLayer(name: "\(k + 1)", weight: Matrix(weights[k]), bias: biases[k])
    }
    return try FeedForwardNetwork(layers: layers, activation: Activation(named: activation)!)
  }

  private func samples() throws -> LabelledSamples {
    let folder = try TemporaryFolder()
    let rows = zip(X, y).map { x, label in x.map { "\($0)" }.joined(separator: ",") + ",\(label)" }
    return try Datasets.load(try folder.write(rows.joined(separator: "\n") + "\n", "samples.csv"), role: .train)
  }
}
