/// How hard to attack. Results depend on nothing else.
public struct AttackSettings: Sendable, Equatable {
  /// Starts of the per-sample and the universal attack: the first from the centre, the others at random.
  public var restarts: Int
  /// Sign-gradient steps from each start.
  public var steps: Int
  /// Draws of random noise.
  public var draws: Int
  /// Seeds everything random.
  public var seed: UInt64

  /// Settings.
  public init(restarts: Int = 5, steps: Int = 40, draws: Int = 100, seed: UInt64 = 0) {
    self.restarts = restarts
    self.steps = steps
    self.draws = draws
    self.seed = seed
  }
}
