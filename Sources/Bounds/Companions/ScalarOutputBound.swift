import MatrixNorms

/// A bound by the Rademacher complexity of networks with one output, carried over to K classes.
///
///   (1/n) Σ φ_γ(M(x_i, y_i)) + 2 · (2K/γ) · R + 3 √(ln(2/δ)/(2n)).
///
/// R is the complexity of one output of the network. The margin of K classes costs 2K of it (Mohri, Rostamizadeh, Talwalkar 2018,
/// Theorem 9.2: K for the score of the label, K for the largest score, each step for a fixed sample), the ramp loss 1/γ
/// (contraction), symmetrization 2. Norms are those of the class matrices (theory, section 6): with biases a ReLU network of
/// augmented matrices, whose constant coordinate the ReLU leaves as it is. Radii do not enter.
protocol ScalarOutputBound: GeneralizationBound {
  /// R in one line.
  static var complexityFormula: String { get }
  /// R.
  static func complexity(_ evidence: Evidence) -> UpperBound
}

extension ScalarOutputBound {
  /// The bound in one line.
  public static var formula: String { "(1/n)Σφ_γ(M) + (4K/γ) \(complexityFormula) + 3√(ln(2/δ)/2n)" }
  /// What must hold for the number to be a bound.
  public static var assumptions: [String] {
    [
      "a priori class: norms and γ fixed before the data were seen", "samples independent and identically distributed",
      "ReLU",
    ]
  }
  /// False: weights as they are.
  public static var coversPerturbedWeights: Bool { false }
  /// Layers are peeled off by rescaling them.
  public static func obstacle(_ evidence: Evidence) -> String? { evidence.homogeneityObstacle }

  /// Empirical, complexity and confidence term.
  public static func terms(_ evidence: Evidence) -> [Term] {
    let classes = UpperBound(4) * UpperBound(evidence.outputCount) / UpperBound(evidence.marginScale)
    return [evidence.naturalRampLoss, Term("complexity", classes * complexity(evidence)), evidence.confidence()]
  }
}

extension Evidence {
  /// Why a bound for positive-homogeneous activations does not apply.
  var homogeneityObstacle: String? {
    isHomogeneous ? nil : "needs a positive-homogeneous activation such as relu"
  }
}
