import MatrixNorms
import TestSupport
import Testing

@testable import Bounds

/// Laws that hold for every bound of the catalogue.
@Suite struct BoundCatalogueTests {
  static let seeds: [UInt64] = Array(0..<30)

  private func total(_ bound: any GeneralizationBound.Type, _ evidence: Evidence) -> UpperBound {
    bound.terms(evidence).map(\.value).sum
  }

  private func part(_ bound: any GeneralizationBound.Type, _ evidence: Evidence) -> UpperBound {
    BoundEvaluation(bound, on: evidence).generalizationPart!
  }

  @Test("the terms are empirical first, and the total is their sum", arguments: seeds)
  func terms(_ seed: UInt64) {
    for bound in boundCatalogue {
      let evaluation = BoundEvaluation(bound, on: randomEvidence(seed: seed))
      #expect(evaluation.terms.first?.key == Term.empiricalKey)
      #expect(evaluation.total == evaluation.terms.map(\.value).sum)
    }
  }

  @Test("from n = 8 on, more samples with the same norms per sample never raise a bound", arguments: seeds)
  func sampleCount(_ seed: UInt64) {
    for bound in boundCatalogue {
      let evidence = randomEvidence(seed: seed)
      var last = total(bound, evidence.resized(toSampleCount: 8))
      for n in [9.0, 20, 1e3, 1e6, 1e9, 1e15, 1e30] {
        let next = total(bound, evidence.resized(toSampleCount: n))
        #expect(next.value <= last.value * (1 + 1e-13), "\(bound.key) at n = \(n)")
        last = next
      }
    }
  }

  @Test("a larger γ never lowers the empirical term nor raises a complexity of a fixed class", arguments: seeds)
  func marginScale(_ seed: UInt64) {
    for bound in boundCatalogue {
      var evidence = randomEvidence(seed: seed)
      let small = bound.terms(evidence)
      // A factor of (1 + 1/3)³ moves the post-hoc grid by three points.
      evidence.marginScale *= 64.0 / 27
      let large = bound.terms(evidence)
      #expect(large[0].value >= small[0].value, "\(bound.key)")
      // A fourth term pays for the choice of the class.
      for (large, small) in zip(large, small).prefix(3).dropFirst() {
        #expect(large.value <= small.value, "\(bound.key)")
      }
    }
  }

  @Test("a smaller δ never lowers a bound", arguments: seeds)
  func failureProbability(_ seed: UInt64) {
    for bound in boundCatalogue {
      var evidence = randomEvidence(seed: seed)
      let likely = total(bound, evidence)
      evidence.failureProbability /= 1000
      #expect(total(bound, evidence) > likely, "\(bound.key)")
    }
  }

  @Test("a larger ε never lowers the perturbation term; ε = 0 makes it zero", arguments: seeds)
  func radius(_ seed: UInt64) {
    for bound in boundCatalogue where bound.coversPerturbedWeights {
      var evidence = randomEvidence(seed: seed)
      let before = bound.terms(evidence)[2].value
      for k in evidence.layers.indices { evidence.layers[k].radius *= 1.5 }
      #expect(bound.terms(evidence)[2].value >= before, "\(bound.key)")
      for k in evidence.layers.indices { evidence.layers[k].radius = 0 }
      #expect(bound.terms(evidence)[2].value == .zero, "\(bound.key)")
    }
  }

  @Test("bounds of the network as it is know nothing of ε, D, r and robust margins", arguments: seeds)
  func asItIs(_ seed: UInt64) {
    for bound in boundCatalogue where !bound.coversPerturbedWeights {
      var evidence = randomEvidence(seed: seed)
      let before = total(bound, evidence)
      for k in evidence.layers.indices {
        evidence.layers[k].radius = 7
        evidence.layers[k].inducedInfinityNorm = UpperBound(1e9)
      }
      evidence.robustMargins = [-1]
      evidence.outputPairDistance = UpperBound(1e9)
      evidence.inputs.norm12 = UpperBound(1e9)
      #expect(total(bound, evidence) == before, "\(bound.key)")
      evidence.naturalMargins = [-1]
      #expect(bound.terms(evidence)[0].value == .one, "\(bound.key)")
    }
  }

  /// The norms that a bound may use: each one of each layer, and those of the inputs.
  private static var norms: [WritableKeyPath<Evidence, UpperBound>] {
    (0..<3).flatMap { k -> [WritableKeyPath<Evidence, UpperBound>] in
      [
        \.layers[k].spectralNorm, \.layers[k].groupNorm21, \.layers[k].frobeniusNorm, \.layers[k].classInfinityNorm,
        \.layers[k].inducedInfinityNorm,
      ]
    } + [
      \.outputPairDistance, \.inputs.frobeniusNorm, \.inputs.norm12, \.inputs.largestColumnNorm,
      \.inputs.largestEuclideanNorm, \.inputs.largestMagnitude,
    ]
  }

  /// r_k of the first and the last layer, which no bound has.
  private static var unused: [WritableKeyPath<Evidence, UpperBound>] {
    [\.layers[0].inducedInfinityNorm, \.layers[2].inducedInfinityNorm]
  }

  @Test("a larger norm lowers no bound of a fixed class, and raises one where any has it", arguments: seeds)
  func norms(_ seed: UInt64) {
    let evidence = randomEvidence(seed: seed)
    for norm in Self.norms {
      var larger = evidence
      larger[keyPath: norm] = larger[keyPath: norm] * UpperBound(1.5)
      let bounds = boundCatalogue.filter { $0.key != Theorem4PostHoc.key }
      for bound in bounds {
        // Π s (Σ (b/s)^{2/3})^{3/2} does not fall in s, but for the rounding of its factors.
        #expect(total(bound, larger).value >= total(bound, evidence).value * (1 - 1e-14), "\(bound.key), \(norm)")
      }
      let raises = bounds.contains { total($0, larger) > total($0, evidence) }
      #expect(raises != Self.unused.contains(norm), "\(norm)")
    }
  }

  @Test(
    "a larger distance from the reference, more classes, wider layers: no bound is lower", arguments: seeds.prefix(5))
  func sizes(_ seed: UInt64) {
    for bound in boundCatalogue {
      let evidence = randomEvidence(seed: seed)
      var larger = evidence
      larger.referenceDistances = .value(evidence.layers.map(\.groupNorm21))
      larger.outputCount += 1
      larger.maximumWidth += 1
      larger.inputs.width += 1
      #expect(total(bound, larger) >= total(bound, evidence), "\(bound.key)")
      if bound.key.hasPrefix("bartlett") { #expect(total(bound, larger) == total(Bartlett2017.self, larger)) }
    }
  }

  @Test("rebalancing cW¹, W²/c of a ReLU network changes no bound at ε = 0 and a fixed class", arguments: seeds)
  func rebalancing(_ seed: UInt64) {
    for bound in boundCatalogue where bound.key != Theorem4PostHoc.key {
      let evidence = randomEvidence(seed: seed, isPerturbed: false)
      for c in [0x1p-300, 0.25, 8, 0x1p400] {
        let balanced = evidence.scaled(layer: 0, by: UpperBound(c)).scaled(layer: 1, by: UpperBound(1 / c))
        let (a, b) = (part(bound, evidence).value, part(bound, balanced).value)
        #expect(relativeDifference(a, b) < 1e-13, "\(bound.key), c = \(c)")
      }
    }
  }

  @Test("tight ≤ fixed cut; the post hoc class is larger, so its generalization part is", arguments: seeds)
  func order(_ seed: UInt64) {
    let evidence = randomEvidence(seed: seed)
    #expect(total(Theorem4Tight.self, evidence) <= total(Theorem4.self, evidence))
    #expect(part(Theorem4PostHoc.self, evidence) >= part(Theorem4Tight.self, evidence))
  }

  /// Bounds whose complexity has a part that no norm multiplies: 4/n^{3/2}, or the price of a union.
  private static let withConstants = [
    Theorem4PostHoc.key, Theorem4YinConstants.key, Bartlett2017.key, Bartlett2017Reference.key, Neyshabur2018.key,
  ]

  @Test("a layer of norm 0 makes the complexities 0, and nothing divides by it", arguments: seeds.prefix(3))
  func zeroLayer(_ seed: UInt64) {
    for bound in boundCatalogue {
      let evidence = randomEvidence(seed: seed, isPerturbed: false).scaled(layer: 1, by: .zero)
      let complexity = bound.terms(evidence)[1].value
      #expect(Self.withConstants.contains(bound.key) != (complexity == .zero), "\(bound.key)")
    }
  }

  @Test("norms of 1e±250 in ten layers: the terms leave the range of doubles, their logarithms do not")
  func hugeProducts() {
    for bound in boundCatalogue {
      var evidence = randomEvidence(seed: 3, depth: 10)
      for k in evidence.layers.indices { evidence = evidence.scaled(layer: k, by: UpperBound(1e250)) }
      let evaluation = BoundEvaluation(bound, on: evidence)
      #expect(evaluation.total!.value == .infinity)
      #expect((2500...2600).contains(evaluation.total!.log10))
      #expect(evaluation.isVacuous == true)
    }
  }

  @Test(
    "γ from the least to the largest double: every bound is a number",
    arguments: [.leastNonzeroMagnitude, 1e-300, 1e300, .greatestFiniteMagnitude])
  func extremeMarginScales(_ γ: Double) {
    for bound in boundCatalogue {
      var evidence = randomEvidence(seed: 4)
      evidence.marginScale = γ
      #expect(BoundEvaluation(bound, on: evidence).total!.log10.isFinite, "\(bound.key)")
    }
  }

  @Test("keys are unique and every bound says what it assumes") func catalogue() {
    #expect(Set(boundCatalogue.map { $0.key }).count == boundCatalogue.count)
    #expect(boundCatalogue.allSatisfy { !$0.assumptions.isEmpty && !$0.formula.isEmpty && !$0.source.isEmpty })
  }

  @Test("a bound that needs a ReLU network, a reference or two samples says so") func obstacles() {
    func reason(_ bound: any GeneralizationBound.Type, _ evidence: Evidence) -> String? {
      let evaluation = BoundEvaluation(bound, on: evidence)
      guard case .notApplicable(let reason) = evaluation.outcome else { return nil }
      #expect(evaluation.total == nil && evaluation.sampleCountNeeded == nil)
      return reason
    }
    var evidence = randomEvidence(seed: 1)
    #expect(boundCatalogue.allSatisfy { reason($0, evidence) == nil })
    evidence.isHomogeneous = false
    let homogeneous = boundCatalogue.filter { reason($0, evidence) != nil }.map { $0.key }
    #expect(
      homogeneous == [
        "neyshabur-2018", "golowich-2018-frobenius", "golowich-2018-l1", "neyshabur-2015-l1",
        "neyshabur-2015-frobenius",
      ])
    #expect(reason(Neyshabur2018.self, evidence) == "needs a positive-homogeneous activation such as relu")
    evidence.isHomogeneous = true
    evidence.sampleCount = 1
    #expect(boundCatalogue.filter { reason($0, evidence) != nil }.map { $0.key } == ["neyshabur-2018"])
    #expect(reason(Neyshabur2018.self, evidence) == "needs at least 2 training samples")
    evidence.referenceDistances = .missing(reason: "no reference")
    #expect(reason(Bartlett2017Reference.self, evidence) == "no reference")
  }
}
