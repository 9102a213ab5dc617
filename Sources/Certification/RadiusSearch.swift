/// The largest certified radius of every sample.
public struct RadiusSearchOutcome: Sendable, Equatable {
  /// What radii count: "ε on all layers", or the factor by which a ball is blown up.
  public let quantity: String
  /// For each sample the largest radius, to three significant digits, at which it is certified; 0 for one that is
  /// misclassified already or at the smallest radius tried, and the largest tried where nothing stopped it.
  public let radii: [Double]
  /// The smallest and the largest radius tried.
  public let tried: ClosedRange<Double>

  /// An outcome.
  public init(quantity: String, radii: [Double], tried: ClosedRange<Double>) {
    self.quantity = quantity
    self.radii = radii
    self.tried = tried
  }
}
