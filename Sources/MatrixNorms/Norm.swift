/// A measured norm: the best value and a number that is never below the exact norm.
public struct Norm: Sendable, Equatable {
  /// The value, to nearest as far as the method goes; infinite where it exceeds every double.
  public let value: Double
  /// Never below the exact norm: round-off is added (theory, section 8).
  public let upperBound: UpperBound

  /// A norm with its upper bound; the value is cut to the bound.
  public init(value: Double, upperBound: UpperBound) {
    self.value = min(value, upperBound.value)
    self.upperBound = upperBound
  }

  /// A sum of `terms` non-negative numbers as computed.
  init(sum: Double, ofTerms terms: Int) {
    self.init(value: sum, upperBound: UpperBound(computedSum: sum, ofTerms: terms))
  }

  /// The norm of a zero or empty matrix.
  public static let zero = Norm(value: 0, upperBound: .zero)
}
