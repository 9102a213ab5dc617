import MatrixNorms

/// Lemma A.8 of Bartlett, Foster, Telgarsky 2017 with reference matrices: b_k = ‖(Wᵏ − Mᵏ)ᵀ‖_{2,1}, all else as `Bartlett2017`.
///
/// Mᵏ are the class matrices of a network that was fixed before the data were seen, usually the weights before training. The
/// covers of A X and of (A − M) X differ by the shift MX, so only the distance from Mᵏ counts; s_k stays the norm of Wᵏ.
/// Assumes: as `Bartlett2017`, and Mᵏ independent of the data. Source: the lemma; theory, section 5. O(n + L).
public enum Bartlett2017Reference: GeneralizationBound {
  /// Key in reports.
  public static let key = "bartlett-2017-reference"
  /// The bound in one line.
  public static let formula = "as bartlett-2017 with b of W − M, M the weights before training"
  /// Where it comes from.
  public static let source = Bartlett2017.source
  /// What must hold for the number to be a bound.
  public static let assumptions = Bartlett2017.assumptions + ["reference matrices independent of the data"]
  /// False: weights as they are.
  public static let coversPerturbedWeights = false

  /// There may be no reference, or one of another shape.
  public static func obstacle(_ evidence: Evidence) -> String? {
    if case .missing(let reason) = evidence.referenceDistances { reason } else { nil }
  }

  /// Empirical, complexity and confidence term.
  public static func terms(_ evidence: Evidence) -> [Term] {
    guard case .value(let norms) = evidence.referenceDistances else { return [] }
    let layers = zip(evidence.layers, norms).map { layer, norm in
      var moved = layer
      moved.groupNorm21 = norm
      return moved
    }
    // A class with a matrix of norm 0 is a single function, wherever the reference lies.
    let isSingle = evidence.layers[...].spectralProduct == .zero
    return Bartlett2017.terms(evidence, complexity: isSingle ? .zero : layers[...].spectralComplexity)
  }
}
