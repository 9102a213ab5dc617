import MatrixNorms
import TestSupport
import Testing

@testable import Bounds

/// The four profiles against an independent implementation, term by term.
///
/// Terms are sums and products of some thirty factors, each rounded once here: 1e-13 relative is a thousand roundings.
@Suite struct Theorem4Tests {
  static let cases = try! Theorem4Case.extended()
  static let tolerance = 1e-13

  @Test(arguments: cases.indices) func fixedCut(_ index: Int) {
    check(Theorem4.self, \.expected.theorem4, Self.cases[index])
  }

  @Test(arguments: cases.indices) func bestCut(_ index: Int) {
    check(Theorem4Tight.self, \.expected.theorem4Tight, Self.cases[index])
  }

  private func check(
    _ bound: any GeneralizationBound.Type, _ terms: KeyPath<Theorem4Case, Theorem4Case.Terms>, _ example: Theorem4Case
  ) {
    let expected = example[keyPath: terms]
    expect(
      bound.terms(example.evidence),
      [expected.ramp, expected.margin_complexity, expected.perturbation, expected.confidence], example.name)
    let total = BoundEvaluation(bound, on: example.evidence).total!.value
    #expect(relativeDifference(total, expected.total) <= Self.tolerance, "\(example.name)")
    #expect(total >= expected.total * (1 - 0x1p-52))
  }

  private func expect(_ terms: [Term], _ expected: [Double], _ name: String) {
    #expect(terms.map(\.key) == ["empirical", "margin_complexity", "perturbation_complexity", "confidence"])
    for (term, value) in zip(terms, expected) {
      #expect(relativeDifference(term.value.value, value) <= Self.tolerance, "\(name): \(term.key)")
      // Rounded up: never below the nearest double of the 50-digit value, but for its own last bit.
      #expect(term.value.value >= value * (1 - 0x1p-52), "\(name): \(term.key) is below the exact value")
    }
  }

  @Test(arguments: cases.indices) func postHoc(_ index: Int) throws {
    let example = Self.cases[index]
    let (rounded, cost) = Theorem4PostHoc.roundedClass(of: example.evidence)
    let expected = example.expected.posthoc
    var parameters = ["1/gamma": 1 / rounded.marginScale]
    for k in 1...rounded.depth {
      parameters["s\(k)"] = rounded.layers[k - 1].spectralNorm.value
      parameters["b\(k)"] = rounded.layers[k - 1].groupNorm21.value
      if example.evidence.isPerturbed, k > 1, k < rounded.depth {
        parameters["r\(k)"] = rounded.layers[k - 1].inducedInfinityNorm.value
      }
    }
    if example.evidence.isPerturbed { parameters["D"] = rounded.outputPairDistance.value }
    #expect(Set(parameters.keys) == Set(expected.parameters.keys))
    for (name, value) in parameters {
      let reference = try #require(expected.parameters[name])
      #expect(relativeDifference(value, reference.rounded) <= Self.tolerance, "\(example.name): \(name)")
    }
    #expect(relativeDifference(cost.value, expected.log_union_cost) <= Self.tolerance)
    expect(
      Theorem4PostHoc.terms(example.evidence),
      [expected.ramp!, expected.margin_complexity!, expected.perturbation!, expected.confidence!], example.name)
  }

  @Test(arguments: cases.indices) func yinConstants(_ index: Int) {
    let example = Self.cases[index]
    let terms = Theorem4YinConstants.terms(example.evidence)
    #expect(relativeDifference(terms[1].value.value, example.expected.yin) <= Self.tolerance)
    let others = Theorem4.terms(example.evidence)
    #expect(terms[2].value == others[2].value && terms[3].value == others[3].value)
  }

  @Test(
    "one layer W = I₂, ε = 0, n = 100, ‖X‖_F = 10, γ = 1, δ = 2/e²: margin 2(4√2·10/1000 + 12·√2·√2·10√ln 8·2/100·ln 100), confidence 3·√(2/200)"
  )
  func hand() {
    var evidence = randomEvidence(seed: 1, depth: 1, isPerturbed: false)
    evidence.layers[0].spectralNorm = .one
    evidence.layers[0].groupNorm21 = UpperBound(2)
    evidence.maximumWidth = 2
    evidence.sampleCount = 100
    evidence.inputs.frobeniusNorm = UpperBound(10)
    evidence.marginScale = 1
    evidence.failureProbability = 2 / 7.389_056_098_930_65
    let terms = Theorem4.terms(evidence)
    let (rootTwo, rootLog8, log100) = (1.414_213_562_373_095_1, 1.442_026_886_600_883, 4.605_170_185_988_092)
    let first: Double = 4 * rootTwo * 10 / 1000
    let second: Double = 12 * 2 * 10 * rootLog8 * 2 / 100 * log100
    let margin = 2 * (first + second)
    #expect(relativeDifference(terms[1].value.value, margin) <= Self.tolerance)
    #expect(terms[2].value == .zero)
    #expect(relativeDifference(terms[3].value.value, 0.3) <= Self.tolerance)
  }
}
