import Certification

/// How the largest certified radii of the samples are distributed.
struct RadiusDistribution {
  /// Percentiles that are reported.
  static let percents = [1, 5, 10, 25, 50, 75, 90]

  private let sorted: [Double]
  private let tried: ClosedRange<Double>

  init(_ outcome: RadiusSearchOutcome) {
    sorted = outcome.radii.sorted()
    tried = outcome.tried
  }

  /// The radius that at least (100 − p) % of the samples reach: an order statistic, never between two samples. Nil without
  /// samples.
  func percentile(_ p: Int) -> Double? { sorted.isEmpty ? nil : sorted[min(sorted.count - 1, sorted.count * p / 100)] }

  /// The share of samples certified at this radius at least.
  func share(atLeast radius: Double) -> Double { Double(count(atLeast: radius)) / Double(max(1, sorted.count)) }

  /// How many samples are certified at this radius at least.
  func count(atLeast radius: Double) -> Int { sorted.count { $0 >= radius } }

  /// Round radii (1, 2, 5 times powers of ten) from the last that every sample reaches to the first that none does, as far as
  /// radii were tried.
  var roundRadii: [Double] {
    let grid = (-12...6).flatMap { exponent in ["1", "2", "5"].compactMap { Double("\($0)e\(exponent)") } }
      .filter(tried.contains)
    let first = grid.lastIndex { share(atLeast: $0) == 1 } ?? 0
    let last = grid.firstIndex { count(atLeast: $0) == 0 } ?? grid.count - 1
    return first <= last ? Array(grid[first...last]) : []
  }
}
