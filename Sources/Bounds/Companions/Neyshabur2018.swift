import MatrixNorms

/// The PAC-Bayesian spectrally normalized margin bound of Neyshabur, Bhojanapalli, Srebro 2018 (arXiv 1707.09564), Theorem 1,
/// with the constants of its proof.
///
///   (1/n) Σ 1[M(x_i, y_i) ≤ γ] + 4 √((882 e² L² B² h ln(4Lh) Φ/γ² + ln(6 L n^{1+1/(2L)}/δ)) / (n − 1)),
///   Φ = Π s_k² Σ ‖Wᵏ‖_F²/s_k².
///
/// | symbol | meaning |
/// |---|---|
/// | M | margin of the network as it is: radii do not enter. The empirical term is the margin loss, not the ramp loss |
/// | s_k, ‖Wᵏ‖_F | of the class matrices (theory, section 6); their constant row is weights like all others |
/// | B | largest ‖x̃‖₂ |
/// | h | largest width of the class matrices, input included: the noise on the first layer has as many columns |
///
/// 882 = 42²/2 from σ = γ/(42 L B β̃^{L−1} √(h ln 4Lh)), 42 ≥ 4√2 e²; the other e² pays for β̃ in the place of β = (Π s)^{1/L}, whose grid of
/// L n^{1/(2L)} points makes ln(6n/δ) the last logarithm. Confidence is inside the root: there is no third term.
/// Assumes: γ and B fixed beforehand, B for every input; ReLU; n ≥ 2. Weights may depend on the data. O(n + L).
public enum Neyshabur2018: GeneralizationBound {
  /// Key in reports.
  public static let key = "neyshabur-2018"
  /// The bound in one line.
  public static let formula =
    "(1/n)Σ1[M ≤ γ] + 4√((882e²L²B²h ln(4Lh) Πs² Σ(‖W‖_F/s)²/γ² + ln(6Ln^{1+1/2L}/δ))/(n−1))"
  /// Where it comes from.
  public static let source = "Neyshabur, Bhojanapalli, Srebro 2018, Theorem 1 and its proof (arXiv 1707.09564)"
  /// What must hold for the number to be a bound.
  public static let assumptions = [
    "any weights: they may depend on the data", "γ and B fixed before the data were seen",
    "B, here the largest training input, bounds every input", "samples independent and identically distributed", "ReLU",
  ]
  /// False: weights as they are.
  public static let coversPerturbedWeights = false
  /// n − 1 divides.
  public static let leastSampleCount = 2.0

  /// The proof rescales layers.
  public static func obstacle(_ evidence: Evidence) -> String? { evidence.homogeneityObstacle }

  /// Empirical and complexity term.
  public static func terms(_ e: Evidence) -> [Term] {
    let root = ((divergence(e) + confidence(e)) / UpperBound(e.sampleCount - 1)).squareRoot
    return [
      Term(Term.empiricalKey, e.rampLoss.upperShare(e.naturalMargins)), Term("complexity", UpperBound(4) * root),
    ]
  }

  /// 882 e² L² B² h ln(4Lh) Φ/γ², which bounds the Kullback–Leibler divergence.
  private static func divergence(_ e: Evidence) -> UpperBound {
    let (L, h) = (UpperBound(e.depth), UpperBound(e.maximumWidth))
    let squares = (L * e.inputs.largestEuclideanNorm / UpperBound(e.marginScale)).squared
    let ratios = e.layers.map { ($0.frobeniusNorm / $0.spectralNorm).squared }.sum
    return UpperBound(882) * eSquared * squares * h * .log(UpperBound(4) * L * h)
      * e.layers[...].spectralProduct.squared * ratios
  }

  /// ln(6 L n^{1+1/(2L)}/δ) = ln(6L/δ) + (1 + 1/(2L)) ln n.
  private static func confidence(_ e: Evidence) -> UpperBound {
    let L = UpperBound(e.depth)
    let power = .one + .one / (UpperBound(2) * L)
    return .log(UpperBound(6) * L / UpperBound(e.failureProbability)) + power * .log(e.n)
  }

  /// e² = 7.38905609893065022…, rounded up.
  private static let eSquared = UpperBound(7.389_056_098_930_651)
}
