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

  /// Round radii (1, 2, 5 times powers of ten) from the last that loses no sample to the first that none reaches, as far as
  /// radii were tried; none where no sample is certified.
  var roundRadii: [Double] {
    let grid = (-12...6).flatMap { exponent in ["1", "2", "5"].compactMap { Double("\($0)e\(exponent)") } }
      .filter(tried.contains)
    let counts = grid.map(count)
    guard let most = counts.first, most > 0, let first = counts.lastIndex(of: most) else { return [] }
    return Array(grid[first...(counts.firstIndex(of: 0) ?? grid.count - 1)])
  }
}
