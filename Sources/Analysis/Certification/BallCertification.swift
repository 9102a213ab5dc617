import Certification

/// One model in one ball of weights: certificates below, attacks above.
public struct BallCertification: Sendable {
  /// For headings: "ε = 0.005 on all layers", "8 bits per-channel", "all weights between m.pt and q.pt".
  public var title: String
  /// ε as asked for, in its unit; nil where the radii come from a scheme or a file.
  public var epsilon: Double?
  /// The radii of each layer's weights.
  public var layerRadii: [RadiusRange]
  /// Certified margins of every sample, by method key.
  public var certified: [String: [Double]]
  /// Exact decisions of every sample; nil where not asked for.
  public var exact: [ExactVerdict]?
  /// Margins under the per-sample attack, upper bounds; nil where it did not run.
  public var attackedMargins: [Double]?
  /// The universal attack; nil where it did not run.
  public var universal: UniversalOutcome?
  /// Random noise, one entry for each kind that ran.
  public var noise: [NoiseOutcome]
  /// What the certificates say about unseen samples: with the tightest certificate and, where it ran, the exact decision.
  public var heldOut: HeldOutCertificate

  /// The radii of one layer.
  public struct RadiusRange: Sendable, Equatable {
    /// The least and the largest radius of a weight.
    public var smallest: Double, largest: Double
    /// The largest radius of a bias; 0 where biases stay.
    public var largestBias: Double

    /// The radii of one layer.
    public init(smallest: Double, largest: Double, largestBias: Double) {
      self.smallest = smallest
      self.largest = largest
      self.largestBias = largestBias
    }
  }

  /// True where some bias may move.
  public var movesBiases: Bool { layerRadii.contains { $0.largestBias > 0 } }

  /// For each of so many samples whether it is proved right for the whole ball, by a certificate or by the exact decision.
  public func proved(count: Int) -> [Bool] {
    let best = best
    return (0..<count).map { i in
      if !best.isEmpty, best[i] > 0 { return true }
      if case .certified? = exact?[i] { return true }
      return false
    }
  }

  /// The largest certified margin of any method, for each sample.
  public var best: [Double] {
    certified.values.reduce([]) { best, next in
      best.isEmpty ? next : zip(best, next).map { max($0, $1) }
    }
  }

  /// The share of samples that a method certifies.
  public func certifiedAccuracy(_ key: String) -> Double? { certified[key]?.shareOfPositive }
  /// The share of samples that some method certifies.
  public var bestAccuracy: Double { best.shareOfPositive }
  /// The share of samples that withstand the per-sample attack.
  public var attackedAccuracy: Double? { attackedMargins?.shareOfPositive }

  /// A ball.
  public init(
    title: String, epsilon: Double?, layerRadii: [RadiusRange], certified: [String: [Double]],
    exact: [ExactVerdict]? = nil, attackedMargins: [Double]? = nil, universal: UniversalOutcome? = nil,
    noise: [NoiseOutcome] = [], heldOut: HeldOutCertificate
  ) {
    self.title = title
    self.epsilon = epsilon
    self.layerRadii = layerRadii
    self.certified = certified
    self.exact = exact
    self.attackedMargins = attackedMargins
    self.universal = universal
    self.noise = noise
    self.heldOut = heldOut
  }
}

/// An exact decision as a report tells it.
public enum ExactVerdict: Sendable, Equatable {
  /// The sample is classified correctly by every Ŵ in the ball; the proof's margin.
  case certified(margin: Double)
  /// Some Ŵ misclassifies it; its margin, and the file that holds Ŵ where one was written.
  case falsified(margin: Double, witness: String?)
  /// The time ran out, or the worst margin is 0 within round-off: it lies between these.
  case undecided(lower: Double, upper: Double)
  /// The sample is misclassified without any perturbation.
  case misclassified
}
