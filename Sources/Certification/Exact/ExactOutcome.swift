import Networks

/// What is known about one sample over the whole ball.
public enum ExactOutcome: Sendable {
  /// No Ŵ in the ball makes an error: every margin is at least `margin` > 0, round-off subtracted.
  case certified(margin: Double)
  /// A Ŵ in the ball makes an error.
  case falsified(Witness)
  /// The time ran out, or the worst margin is 0 within round-off: the worst margin lies between the two, `lower` ≤ 0 < `upper`.
  case undecided(lower: Double, upper: Double)
}

/// Weights of the ball that misclassify a sample.
public struct Witness: Sendable {
  /// The network with Ŵ; every weight lies in the ball as a double.
  public let network: FeedForwardNetwork
  /// An upper bound on the sample's margin with Ŵ, round-off added: ≤ 0.
  public let margin: Double

  /// A witness.
  public init(network: FeedForwardNetwork, margin: Double) {
    self.network = network
    self.margin = margin
  }
}

/// How long to search.
public struct ExactSettings: Sendable {
  /// Seconds of processor time for one sample, certificates not counted.
  public var timeLimit: Double

  /// Settings.
  public init(timeLimit: Double = 10) { self.timeLimit = timeLimit }
}
