import MatrixNorms

/// What a number ε counts when it is asked for as the radius of a layer.
public enum RadiusUnit: String, Sendable, Equatable, CaseIterable, CustomStringConvertible {
  /// ε itself.
  case absolute
  /// ε · max|W| of the layer: relative noise at full scale.
  case largestWeight = "largest-weight"
  /// ε · (max W − min W) of the layer: the noise of devices that are programmed between two conductances.
  case range

  /// "ε", "ε · max|W|", "ε · (max W − min W)".
  public var description: String {
    switch self {
    case .absolute: "ε"
    case .largestWeight: "ε · max|W|"
    case .range: "ε · (max W − min W)"
    }
  }

  /// The radius that ε means for a weight matrix, rounded up. O(entries).
  ///
  /// What is no radius (negative, NaN, a product beyond doubles) comes out as such: `PerturbedNetwork` refuses it by layer.
  public func radius(_ ε: Double, of weight: Matrix) -> WeightRadius {
    let length = length(of: weight)
    guard ε >= 0, ε.isFinite, length.isFinite else { return .uniform(ε * length) }
    return .uniform(self == .absolute ? ε : (UpperBound(ε) * UpperBound(length)).value)
  }

  /// What ε is multiplied with, rounded up.
  private func length(of weight: Matrix) -> Double {
    switch self {
    case .absolute: return 1
    case .largestWeight: return weight.largestMagnitude
    case .range:
      guard let first = weight.elements.first else { return 0 }
      var (low, high) = (first, first)
      let entries = weight.elements.span
      for i in entries.indices { (low, high) = (min(low, entries[i]), max(high, entries[i])) }
      return upperDifference(high, low)
    }
  }
}
