/// One Ŵ for all samples, the worst that was found. *Universal* quantifier.
public struct UniversalOutcome: Sendable {
  /// An upper bound on each sample's margin with that Ŵ, round-off added.
  public let margins: [Double]

  /// The share of samples whose margin stays positive.
  public var accuracy: Double { Double(margins.count { $0 > 0 }) / Double(max(1, margins.count)) }

  /// An outcome.
  public init(margins: [Double]) { self.margins = margins }
}
