import MatrixNorms

/// A lower bound on the margin of every sample over all weights in the ball: the certificate of one method.
///
/// *Per-sample* quantifier: for each sample the worst Ŵ with |Ŵᵏ − Wᵏ| ≤ ε_k. A sample is certified where its bound is
/// positive. Round-off is subtracted.
public protocol Certificate: Sendable {
  /// Key in reports.
  static var key: String { get }
  /// The bound in one line.
  static var formula: String { get }
  /// Where it comes from.
  static var source: String { get }
  /// A lower bound on min over j ≠ y of f̂_y(x) − f̂_j(x), for each sample of the pass; −∞ where nothing can be said.
  static func robustMargins(_ perturbed: PerturbedNetwork, _ pass: ForwardPass, labels: [Int]) -> [Double]
}

/// All certificates. Each of the first three is at least the one before, sample by sample, up to the round-off that each
/// subtracts for itself; the linear ones are mostly tighter still, but not always.
public let certificateCatalogue: [any Certificate.Type] =
  forwardCertificates + [IntervalLinearCertificate.self, LinearCertificate.self]

/// The certificates that cost no more than a few forward passes: fit for every sample of a training set.
public let forwardCertificates: [any Certificate.Type] = [
  TheoremCertificate.self, ElementwiseCertificate.self, IntervalCertificate.self,
]
