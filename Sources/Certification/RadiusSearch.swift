import MatrixNorms

/// The largest certified radius of every sample.
public struct RadiusSearchOutcome: Sendable, Equatable {
  /// What radii count: "ε on all layers", or the factor by which a ball is blown up.
  public let quantity: String
  /// For each sample the largest radius, to three significant digits, at which it was certified; 0 for one that is
  /// misclassified already or not certified at the smallest radius tried, and the largest tried where nothing stopped it.
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

/// Bisection for the largest radius at which a sample is certified.
///
/// Balls are nested, so a certificate at one radius holds for all smaller ones, whether or not the method's bound is
/// monotone; the answer is a radius at which some method did certify, and the next on the grid of three significant digits
/// was not certified.
public enum RadiusSearch {
  /// The radii that are tried: m · 10^e with three digits m, a whole number of steps apart.
  struct Grid: Equatable {
    let exponents: ClosedRange<Int>
    /// How many radii there are.
    var count: Int { 900 * (exponents.upperBound - exponents.lowerBound) + 1 }
    /// The radius of a place, the double nearest to it in decimal.
    subscript(place: Int) -> Double {
      let (decade, step) = place.quotientAndRemainder(dividingBy: 900)
      // Decimal text is rounded correctly, powers of ten multiplied are not.
      return Double("\(100 + step)e\(exponents.lowerBound + decade - 2)")!
    }
  }

  /// 1e−9 … 1000.
  static let grid = Grid(exponents: -9...3)
  /// The smallest and the largest radius tried.
  public static let tried = grid[0]...grid[grid.count - 1]

  /// The largest certified radius of each sample (row).
  ///
  /// About 14 evaluations of each method for each sample; those of one radius are made together.
  /// - Parameters:
  ///   - unit: the ball at radius 1; radius t is this ball blown up by t.
  ///   - methods: certificates to try, the cheapest first: later ones see only what the earlier ones leave open.
  public static func largestRadii(
    of unit: PerturbedNetwork, _ inputs: Matrix, labels: [Int], methods: [any Certificate.Type]
  ) -> [Double] {
    // The place that is certified and the place that is not: −1 and `count` are out of the grid.
    var low = [Int](repeating: -1, count: labels.count)
    var high = [Int](repeating: grid.count, count: labels.count)
    let natural = unit.scaled(by: 0)
    let correct = certified(natural, inputs, labels, [TheoremCertificate.self], among: Array(labels.indices))
    for i in labels.indices where !correct.contains(i) { high[i] = 0 }
    while true {
      let open = labels.indices.filter { high[$0] - low[$0] > 1 }
      guard !open.isEmpty else { break }
      for (place, samples) in Dictionary(grouping: open, by: { (low[$0] + high[$0]) / 2 }) {
        let safe = certified(unit.scaled(by: grid[place]), inputs, labels, methods, among: samples)
        for i in samples {
          if safe.contains(i) { low[i] = place } else { high[i] = place }
        }
      }
    }
    return low.map { $0 < 0 ? 0 : grid[$0] }
  }

  /// The samples that some method certifies.
  private static func certified(
    _ ball: PerturbedNetwork, _ inputs: Matrix, _ labels: [Int], _ methods: [any Certificate.Type], among samples: [Int]
  ) -> Set<Int> {
    var open = samples
    var safe = Set<Int>()
    // The pass of the open samples, until some of them are certified.
    var current: ForwardPass?
    for method in methods where !open.isEmpty {
      let pass = current ?? ForwardPass(ball, on: LabelGroups.gather(open, of: inputs))
      let margins = method.robustMargins(ball, pass, labels: open.map { labels[$0] })
      let certified = zip(open, margins).filter { $1 > 0 }.map(\.0)
      current = certified.isEmpty ? pass : nil
      safe.formUnion(certified)
      open.removeAll { safe.contains($0) }
    }
    return safe
  }
}
