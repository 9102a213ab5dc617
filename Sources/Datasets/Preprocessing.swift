/// What is done to every feature before the network sees it: x ↦ x · scale + shift.
public struct Preprocessing: Sendable, Equatable {
  /// The factor, applied first.
  public var scale: Double
  /// The summand, applied second.
  public var shift: Double

  /// The identity, unless told otherwise.
  ///
  /// - Precondition: both numbers are finite.
  public init(scale: Double = 1, shift: Double = 0) {
    precondition(scale.isFinite && shift.isFinite, "preprocessing by \(scale) and \(shift) is not finite")
    self.scale = scale
    self.shift = shift
  }

  /// Transforms all features in place; the identity changes no bit.
  func apply(to features: inout [Double]) {
    if self == Preprocessing() { return }
    for i in features.indices { features[i] = features[i] * scale + shift }
  }
}
