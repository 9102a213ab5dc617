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
      #expect(large[1].value <= small[1].value, "\(bound.key)")
      #expect(large[2].value <= small[2].value, "\(bound.key)")
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
    for bound in boundCatalogue {
      var evidence = randomEvidence(seed: seed)
      let before = bound.terms(evidence)[2].value
      for k in evidence.layers.indices { evidence.layers[k].radius *= 1.5 }
      #expect(bound.terms(evidence)[2].value >= before, "\(bound.key)")
      for k in evidence.layers.indices { evidence.layers[k].radius = 0 }
      #expect(bound.terms(evidence)[2].value == .zero, "\(bound.key)")
    }
  }

  @Test("larger norms never lower a bound of a fixed class", arguments: seeds)
  func norms(_ seed: UInt64) {
    for bound in boundCatalogue where bound.key != Theorem4PostHoc.key {
      let evidence = randomEvidence(seed: seed)
      for k in evidence.layers.indices {
        var larger = evidence
        larger.layers[k].spectralNorm = larger.layers[k].spectralNorm * UpperBound(1.5)
        larger.layers[k].groupNorm21 = larger.layers[k].groupNorm21 * UpperBound(1.6)
        larger.layers[k].inducedInfinityNorm = larger.layers[k].inducedInfinityNorm * UpperBound(1.7)
        #expect(total(bound, larger) >= total(bound, evidence), "\(bound.key), layer \(k + 1)")
      }
    }
  }

  @Test("rebalancing cW¹, W²/c of a ReLU network changes no bound at ε = 0 and a fixed class", arguments: seeds)
  func rebalancing(_ seed: UInt64) {
    for bound in boundCatalogue where bound.key != Theorem4PostHoc.key {
      let evidence = randomEvidence(seed: seed, isPerturbed: false)
      for c in [0x1p-300, 0.25, 8, 0x1p400] {
        var balanced = evidence
        balanced.layers[0].spectralNorm = balanced.layers[0].spectralNorm * UpperBound(c)
        balanced.layers[0].groupNorm21 = balanced.layers[0].groupNorm21 * UpperBound(c)
        balanced.layers[1].spectralNorm = balanced.layers[1].spectralNorm / UpperBound(c)
        balanced.layers[1].groupNorm21 = balanced.layers[1].groupNorm21 / UpperBound(c)
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

  @Test("a layer of norm 0 makes the complexities 0, and nothing divides by it", arguments: seeds.prefix(3))
  func zeroLayer(_ seed: UInt64) {
    for bound in boundCatalogue {
      var evidence = randomEvidence(seed: seed, isPerturbed: false)
      evidence.layers[1].spectralNorm = .zero
      evidence.layers[1].groupNorm21 = .zero
      let margin = bound.terms(evidence)[1].value
      #expect(
        bound.key == Theorem4PostHoc.key || bound.key == Theorem4YinConstants.key || margin == .zero, "\(bound.key)")
    }
  }

  @Test("norms of 1e±250 in ten layers: the terms leave the range of doubles, their logarithms do not")
  func hugeProducts() {
    for bound in boundCatalogue {
      var evidence = randomEvidence(seed: 3, depth: 10)
      for k in evidence.layers.indices {
        evidence.layers[k].spectralNorm = evidence.layers[k].spectralNorm * UpperBound(1e250)
        evidence.layers[k].groupNorm21 = evidence.layers[k].groupNorm21 * UpperBound(1e250)
      }
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
}
