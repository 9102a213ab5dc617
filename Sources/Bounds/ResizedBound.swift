import MatrixNorms

/// A bound as a function of n alone: norms and empirical term stay as they are, ‖X‖ grows as √n.
public struct ResizedBound {
  /// The term that is measured on the training data, at their own n.
  let empirical: UpperBound
  private let bound: any GeneralizationBound.Type
  private let complexities: Evidence

  /// A bound of a network.
  public init(_ bound: any GeneralizationBound.Type, of evidence: Evidence) {
    self.bound = bound
    empirical = bound.terms(evidence).filter { $0.key == Term.empiricalKey }.map(\.value).sum
    // The empirical term stays as it is: without margins its mean costs nothing at every n.
    var complexities = evidence
    complexities.robustMargins = []
    complexities.naturalMargins = []
    self.complexities = complexities
  }

  /// The bound at n samples.
  ///
  /// - Precondition: n is a whole number, not below the bound's `leastSampleCount`.
  public func total(atSampleCount n: Double) -> UpperBound {
    let others = bound.terms(complexities.resized(toSampleCount: n)).filter { $0.key != Term.empiricalKey }
    return empirical + others.map(\.value).sum
  }
}
