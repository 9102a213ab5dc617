import Foundation
import Testing

@testable import Bounds

/// What holds for every measure of the catalogue.
@Suite struct CapacityMeasureTests {
  private static let layers = [
    NetworkObservations.Layer(spectralNorm: 3, frobeniusNorm: 5), .init(spectralNorm: 4, frobeniusNorm: 12),
  ]

  /// Everything measured.
  private static var complete: NetworkObservations {
    var network = NetworkObservations(layers: layers)
    network.pathNorms = .value(.init(l1: .one, l2: .one))
    network.margins = .value(.init(p10: 1, p50: 2))
    network.marginScale = .value(1)
    network.distances = .value([.init(spectral: 1, frobenius: 2), .init(spectral: 1, frobenius: 2)])
    network.sharpness = .value(0.5)
    return network
  }

  @Test("keys are there once, none is a bound's, and every measure says what it is") func catalogue() {
    let keys = measureCatalogue.map { $0.key }
    #expect(Set(keys).count == keys.count && Set(keys).isDisjoint(with: boundCatalogue.map { $0.key }))
    for measure in measureCatalogue {
      #expect(measure.key.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil)
      #expect(!measure.formula.isEmpty && !measure.source.isEmpty && !measure.remarks.isEmpty)
    }
  }

  @Test("with everything measured every measure is a number") func complete() {
    for measure in measureCatalogue {
      let outcome = MeasureEvaluation(measure, on: Self.complete).outcome
      #expect(outcome.value != nil, "\(measure.key)")
      let isLogarithmic = measure.isLogarithmic
      if case .log10 = outcome { #expect(isLogarithmic) } else { #expect(!isLogarithmic) }
    }
  }

  @Test("with layers alone those of norms are numbers, and the others say what is missing") func missing() {
    let network = NetworkObservations(layers: Self.layers)
    let known = measureCatalogue.filter { MeasureEvaluation($0, on: network).outcome.reason == nil }.map { $0.key }
    #expect(known == ["spectral-norm-product", "frobenius-norm-product", "stable-rank-sum"])
  }

  @Test("a layer multiplied by c = 8 and the next divided by it leaves products and stable ranks alone")
  func rebalancing() {
    var network = Self.complete
    network.layers = [.init(spectralNorm: 24, frobeniusNorm: 40), .init(spectralNorm: 0.5, frobeniusNorm: 1.5)]
    for measure in measureCatalogue {
      let (before, after) = (measure.outcome(Self.complete), measure.outcome(network))
      // Powers of two: only the logarithms are rounded, and those are below 4.
      #expect(abs(before.value! - after.value!) <= 16 * 0x1p-52 * abs(before.value!), "\(measure.key)")
    }
  }

  @Test("a norm beyond the doubles is no number") func overflow() {
    let network = NetworkObservations(layers: [.init(spectralNorm: .infinity, frobeniusNorm: .infinity)])
    for measure in measureCatalogue.prefix(2) {
      #expect(MeasureEvaluation(measure, on: network).outcome.reason?.contains("beyond") == true)
    }
  }

  @Test("log₁₀ x = 400, −400: no double; 2: 100; −∞: 0. The logarithm of 100 is 2, of 0 and −1 there is none")
  func outcomes() {
    #expect(MeasureOutcome.log10(400).value == nil && MeasureOutcome.log10(400).log10 == 400)
    #expect(MeasureOutcome.log10(-400).value == nil && MeasureOutcome.log10(-400).log10 == -400)
    #expect(MeasureOutcome.log10(2).value == 100)
    #expect(MeasureOutcome.log10(-.infinity).value == 0 && MeasureOutcome.log10(-.infinity).log10 == nil)
    #expect(MeasureOutcome.value(100).log10 == 2)
    #expect(MeasureOutcome.value(0).log10 == nil && MeasureOutcome.value(-1).log10 == nil)
    let missing = MeasureOutcome.notAvailable(reason: "why")
    #expect(missing.value == nil && missing.log10 == nil && missing.reason == "why")
  }
}
