import Foundation

/// A power law with density (α − 1)/xmin · (x/xmin)^(−α), fitted to the tail x ≥ xmin of positive numbers.
///
/// Of the numbers in ascending order x₀ ≤ … ≤ x_{N−1} every position i < N − 1 is tried, with xmin = xᵢ, the n = N − i numbers
/// from there on as the tail, and
///
///   α = 1 + n / Σ ln(x/xmin)   (maximum likelihood, the sum over the tail),
///   D = max |1 − (x_{i+k}/xmin)^(1−α) − k/n|   (Kolmogorov and Smirnov, the maximum over 0 ≤ k < n).
///
/// The least D wins, of equal ones the lowest xmin. Source: Clauset, Shalizi, Newman 2009, in the form of WeightWatcher
/// 0.7.7, which fixes what they leave open:
///
/// - D takes the empirical distribution just below each number, k/n, and not (k + 1)/n on its other side.
/// - Of tied numbers each position is a candidate: a tie that round-off splits changes nothing.
/// - Of fewer than 20 numbers, n − 1 stands for n in α, and tails are of 8 numbers or more; fewer than 8 are one tail.
///
/// Here, a tail whose α would exceed 10¹⁰ is left out: its numbers are equal up to round-off.
public struct PowerLawFit: Sendable, Equatable {
  /// α > 1.
  public let exponent: Double
  /// xmin, one of the numbers.
  public let lowerCutoff: Double
  /// D, from 0 to 1.
  public let distance: Double
  /// n, the numbers of the tail; ties of xmin at lower positions are not among them.
  public let tailCount: Int

  /// (α − 1)/√n, the standard error of α to first order.
  public var standardError: Double { (exponent - 1) / Double(tailCount).squareRoot() }

  /// Fits numbers in any order. O(N²) at worst: a candidate is left where its D reaches the least so far.
  public init(of numbers: [Double]) throws(PowerLawError) {
    guard numbers.count >= 2 else { throw .tooFew(numbers.count) }
    guard numbers.allSatisfy({ $0 > 0 && $0.isFinite }) else { throw .notPositive }
    let ascending = numbers.sorted()
    let logarithms = ascending.map { log($0) }
    let sums = Self.excesses(logarithms)
    let correction = numbers.count < Self.fewNumbers ? 1.0 : 0
    var best: (start: Int, slope: Double, distance: Double)?
    for start in Self.starts(count: numbers.count) where sums[start] > 0 {
      let tail = logarithms[start...]
      let slope = (Double(tail.count) - correction) / sums[start]
      guard slope < Self.largestSlope else { continue }
      if let distance = Self.distance(tail, slope: slope, below: best?.distance ?? .infinity) {
        best = (start, slope, distance)
      }
    }
    guard let best else { throw .allEqual }
    exponent = 1 + best.slope
    lowerCutoff = ascending[best.start]
    distance = best.distance
    tailCount = numbers.count - best.start
  }

  /// Below so many numbers the small-sample rules hold.
  private static let fewNumbers = 20
  /// The shortest tail under these rules.
  private static let shortestTail = 8
  /// α − 1 beyond which numbers differ by round-off alone.
  private static let largestSlope = 1e10

  /// Positions at which a tail may begin.
  private static func starts(count: Int) -> Range<Int> {
    if count >= fewNumbers { return 0..<(count - 1) }
    return 0..<max(1, count - shortestTail + 1)
  }

  /// Σ_{j>i} (l_j − l_i) for every i, from the end: a sum of non-negative terms, without cancellation.
  private static func excesses(_ ascending: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: ascending.count)
    for i in ascending.indices.dropLast().reversed() {
      sums[i] = sums[i + 1] + Double(ascending.count - 1 - i) * (ascending[i + 1] - ascending[i])
    }
    return sums
  }

  /// D of a tail given by its logarithms; nil where it is not below the limit.
  private static func distance(_ tail: ArraySlice<Double>, slope: Double, below limit: Double) -> Double? {
    let (origin, count) = (tail[tail.startIndex], Double(tail.count))
    var largest = 0.0
    for (k, logarithm) in tail.enumerated() {
      // 1 − (x/xmin)^(1−α)
      let fitted = -expm1(slope * (origin - logarithm))
      largest = max(largest, abs(fitted - Double(k) / count))
      if largest >= limit { return nil }
    }
    return largest
  }
}

/// Why numbers have no power law.
public enum PowerLawError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Fewer than two.
  case tooFew(Int)
  /// A number is zero, negative, infinite or NaN.
  case notPositive
  /// All equal, up to round-off.
  case allEqual

  /// The reason, to stand after "no power law: ".
  public var description: String {
    switch self {
    case .tooFew(let count): "it takes two numbers, there \(count == 1 ? "is 1" : "are \(count)")"
    case .notPositive: "a number is not positive or not finite"
    case .allEqual: "all numbers are equal up to round-off"
    }
  }
}
