/// A power of two that brings the largest entry of a matrix to the order of one.
///
/// Squares of entries around 1e±150 and sums of entries around 1e308 leave the range of a double. Scaling by a power of two
/// is exact, but for entries 1e300 times smaller than the largest, whose loss is far below every error term that is added.
struct Scaling {
  /// Entries are multiplied by 2^power.
  let power: Int
  /// 2^power.
  let factor: Double

  /// Chooses the scale for entries up to `largest` in magnitude: none where squares and their sums are safe.
  init(largest: Double) {
    let safe = 0x1p-300...0x1p300
    guard largest > 0, !safe.contains(largest) else {
      (power, factor) = (0, 1)
      return
    }
    // Clamped so that the factor itself is a normal number: 2^−1074 becomes 2^−52, safe as well.
    power = max(-1022, min(1022, -Int(largest.exponent)))
    factor = Double(sign: .plus, exponent: power, significand: 1)
  }

  var isIdentity: Bool { power == 0 }

  /// Scales entries in place.
  func apply(to elements: inout [Double]) {
    guard !isIdentity else { return }
    var entries = elements.mutableSpan
    for i in entries.indices { entries[i] *= factor }
  }

  /// Back from a norm of the scaled matrix to that of the matrix.
  func undone(_ norm: Norm) -> Norm {
    isIdentity ? norm : Norm(value: norm.value / factor, upperBound: norm.upperBound * UpperBound(1, scaledBy: -power))
  }
}

extension Matrix {
  /// Measures a norm where its squares and sums are safe, and scales it back.
  func atSafeScale(_ norm: (Matrix) -> Norm) -> Norm {
    guard !isEmpty else { return .zero }
    let scaling = Scaling(largest: largestMagnitude)
    guard !scaling.isIdentity else { return norm(self) }
    var scaled = self
    scaling.apply(to: &scaled.elements)
    return scaling.undone(norm(scaled))
  }

  /// Largest |a_ij|; 0 where there is no entry. O(rows · columns).
  public var largestMagnitude: Double { elements[...].largestMagnitude }
}

extension ArraySlice<Double> {
  var largestMagnitude: Double {
    var largest = 0.0
    let entries = span
    for i in entries.indices { largest = Swift.max(largest, entries[i].magnitude) }
    return largest
  }
}
