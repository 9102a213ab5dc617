import Bounds
import MatrixNorms

/// Bounds with the keys of the catalogue and simple terms, so that no expected text moves when a formula does.
///
/// margin_complexity = factor · s₁ / √n, perturbation_complexity = 10 ε₁ / √n, confidence = 3 / √n.
protocol SampleBound: GeneralizationBound {
  static var factor: Double { get }
  static var note: String? { get }
}

extension SampleBound {
  static var formula: String { "sample" }
  static var source: String { "sample" }
  static var assumptions: [String] { [] }
  static var note: String? { nil }

  static func terms(_ evidence: Evidence) -> [Term] {
    let root = UpperBound(evidence.sampleCount).squareRoot
    return [
      Term(Term.empiricalKey, UpperBound(RampLoss(marginScale: evidence.marginScale).mean(evidence.robustMargins))),
      Term("margin_complexity", UpperBound(factor) * evidence.layers[0].spectralNorm / root, note: note),
      Term("perturbation_complexity", UpperBound(10 * evidence.layers[0].radius) / root),
      Term("confidence", UpperBound(3) / root),
    ]
  }
}

enum SampleTheorem4: SampleBound {
  static let key = Theorem4.key
  static let factor = 1234.5678
}

enum SampleTight: SampleBound {
  static let key = Theorem4Tight.key
  static let factor = 100.0
  static let note: String? = "trivial regime until n ≈ 3.1e+12"
}

enum SamplePostHoc: SampleBound {
  static let key = Theorem4PostHoc.key
  static let factor = 150.0
}

enum SampleYin: SampleBound {
  static let key = Theorem4YinConstants.key
  static let factor = 5000.0
}

/// A bound that the catalogue does not have.
enum SampleFifth: SampleBound {
  static let key = "fifth"
  static let factor = 1.0
}

/// Another.
enum SampleSixth: SampleBound {
  static let key = "sixth"
  static let factor = 1.0
}

/// The first four, in the real one's order.
let sampleBounds: [any GeneralizationBound.Type] = [
  SampleTheorem4.self, SampleTight.self, SamplePostHoc.self, SampleYin.self,
]
